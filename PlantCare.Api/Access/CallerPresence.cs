using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Accounts;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Access;

/// <summary>Whether who was let in would be let in again: for requests that go on for hours.</summary>
internal sealed class CallerPresence(SystemWork system, TimeProvider time)
{
    /// <param name="caller">Who was let in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<bool> IsStillLetInAsync(ClaimsPrincipal caller, CancellationToken cancellationToken) => system.RunAsync(database =>
    {
        var (id, key, session, now) = (caller.GetUserId(), caller.KeyOf(), caller.SessionOf(), time.GetUtcNow());
        return caller.KindOf() switch
        {
            CallerKind.Person => database.Sessions.AnyAsync(
                known => known.Id == session && known.ExpiresAt > now && database.Users.Any(user => user.Id == id && user.DisabledAt == null), cancellationToken),
            CallerKind.Key => database.ApiKeys.AnyAsync(
                known => known.Id == key && (known.ExpiresAt == null || known.ExpiresAt > now)
                    && database.Users.Any(user => user.Id == id && user.DisabledAt == null),
                cancellationToken),
            CallerKind.Sitter => database.Shares.AnyAsync(
                link => link.Id == id && (link.ExpiresAt == null || link.ExpiresAt > now)
                    && database.Users.Any(user => user.Id == link.UserId && user.DisabledAt == null),
                cancellationToken),
            _ => Task.FromResult(false),
        };
    });
}
