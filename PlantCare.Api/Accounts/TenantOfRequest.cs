using System.Security.Claims;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Accounts;

/// <summary>Every request works for the account that its token names, and for nobody without one.</summary>
internal sealed class TenantOfRequest(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context, Tenant tenant)
    {
        if (context.User.TryGetUserId(out var userId))
        {
            tenant.ActAs(userId);
        }

        return next(context);
    }
}

/// <summary>Reads the account from a principal.</summary>
internal static class Caller
{
    public static bool TryGetUserId(this ClaimsPrincipal principal, out Guid userId)
    {
        userId = default;
        return principal.Identity?.IsAuthenticated == true && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out userId);
    }

    /// <summary>The account, behind an endpoint that requires one.</summary>
    public static Guid GetUserId(this ClaimsPrincipal principal) =>
        principal.TryGetUserId(out var userId) ? userId : throw new InvalidOperationException("The endpoint lets callers in who have no account.");
}
