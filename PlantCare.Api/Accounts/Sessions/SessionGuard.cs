using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Accounts.Sessions;

/// <summary>
/// Looks at every request of a person whether its session is still there and its account not disabled, and who administers now. So ending a
/// session, or an account, works at once and in every replica; it costs a query by primary key.
/// </summary>
internal sealed class SessionGuard(RequestDelegate next)
{
    private static readonly TimeSpan UseResolution = TimeSpan.FromMinutes(1);
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    public async Task InvokeAsync(HttpContext context, SystemWork system, TimeProvider time)
    {
        if (context.User.Identity?.IsAuthenticated == true && context.User.KindOf() == CallerKind.Person)
        {
            context.User = await ConfirmAsync(context, system, time.GetUtcNow()) ?? Nobody;
        }

        await next(context);
    }

    private static async Task<ClaimsPrincipal?> ConfirmAsync(HttpContext context, SystemWork system, DateTimeOffset now)
    {
        if (context.User.SessionOf() is not { } session || !context.User.TryGetUserId(out var userId))
        {
            return null;
        }

        var found = await system.RunAsync(async database =>
        {
            var live = await database.Sessions.AsNoTracking()
                .Where(known => known.Id == session && known.UserId == userId && known.ExpiresAt > now)
                .Join(
                    database.Users.Where(user => user.DisabledAt == null),
                    known => known.UserId,
                    user => user.Id,
                    (known, user) => new { known.LastUsedAt, user.IsAdministrator })
                .FirstOrDefaultAsync(context.RequestAborted);
            if (live is not null && now - live.LastUsedAt > UseResolution)
            {
                var address = context.Connection.RemoteIpAddress?.ToString();
                await database.Sessions.Where(known => known.Id == session).ExecuteUpdateAsync(
                    known => known.SetProperty(k => k.LastUsedAt, now).SetProperty(k => k.Address, address), context.RequestAborted);
            }

            return live;
        });
        if (found is null)
        {
            return null;
        }

        if (found.IsAdministrator)
        {
            ((ClaimsIdentity)context.User.Identity!).AddClaim(new Claim(((ClaimsIdentity)context.User.Identity).RoleClaimType, CallerClaims.AdministratorRole));
        }

        return context.User;
    }
}
