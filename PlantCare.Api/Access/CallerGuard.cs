using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using PlantCare.Contracts.Auth;

namespace PlantCare.Api.Access;

/// <summary>Holds callers to what their kind may do; whose plants they may see is another matter (<see cref="PlantAccess"/>).</summary>
internal sealed class CallerGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null || context.User.Identity?.IsAuthenticated != true || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return next(context);
        }

        var allowed = endpoint.Metadata.GetMetadata<AllowedCallers>() ?? AllowedCallers.PeopleOnly;
        var refusal = context.User.KindOf() switch
        {
            CallerKind.Key => RefusalOfKey(context.User, allowed),
            CallerKind.Sitter when !allowed.Sitters => "A sitter link sees its plants and waters them, and does nothing else.",
            CallerKind.Person when allowed.AdministratorsOnly && !context.User.IsAdministrator() => "Only administrators may do that.",
            _ => null,
        };
        if (refusal is null)
        {
            return next(context);
        }

        // What has an id is a resource, and somebody else's: to whoever may not see it, it is not there.
        return allowed.AdministratorsOnly && context.Request.RouteValues.Count > 0
            ? TypedResults.NotFound().ExecuteAsync(context)
            : TypedResults.Problem(refusal, statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
    }

    private static string? RefusalOfKey(ClaimsPrincipal caller, AllowedCallers allowed)
    {
        if (allowed.Scope == ApiScopes.None)
        {
            return "Keys are for plants, devices and readings. Sign in to do that.";
        }

        var scopes = Enum.Parse<ApiScopes>(caller.FindFirstValue(CallerClaims.Scopes)!);
        return scopes.HasFlag(allowed.Scope) ? null : $"This key may not do that; it takes one with the scope '{allowed.Scope.ToString().ToLowerInvariant()}'.";
    }
}
