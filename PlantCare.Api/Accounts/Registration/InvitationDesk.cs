using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Registration;

/// <summary>
/// Invitations to register, from being made to being used. They are the system's own: whoever registers is nobody yet. Using one is a single
/// statement, so that it lets in one account however many try at once.
/// </summary>
internal sealed class InvitationDesk(SystemWork system, TimeProvider time)
{
    /// <summary>What has ended is shown for so long.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    /// <summary>Makes one; forgets those that ended long ago.</summary>
    /// <param name="administrator">Who makes it.</param>
    /// <param name="email">The address that it is for; null for whoever has the token.</param>
    /// <param name="now">When it is made.</param>
    /// <param name="expiresAt">Until when it can be used.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The invitation, and the token that opens it, which is not kept.</returns>
    public Task<(Invitation Invitation, string Token)> CreateAsync(
        Guid administrator, string? email, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var token = AccessToken.Create(AccessToken.InvitationPrefix);
        var forgotten = now - Memory;
        await database.Invitations.Where(old => old.ExpiresAt < forgotten).ExecuteDeleteAsync(cancellationToken);
        var invitation = new Invitation
        {
            Email = email,
            TokenHash = AccessToken.Hash(token),
            CreatedById = administrator,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        database.Invitations.Add(invitation);
        await database.SaveChangesAsync(cancellationToken);
        return (invitation, token);
    });

    /// <summary>Uses one up.</summary>
    /// <param name="token">What the person was given.</param>
    /// <param name="email">The address that the person registers with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The invitation, to be given back if nothing comes of it, and whether it was made for that address; null when the token opens none, or none for that address.</returns>
    public Task<(Guid Id, bool IsForAddress)?> TakeAsync(string token, string email, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        if (!AccessToken.IsPossible(token, AccessToken.InvitationPrefix))
        {
            return ((Guid, bool)?)null;
        }

        var (hash, now) = (AccessToken.Hash(token), time.GetUtcNow());
        var found = await database.Invitations.AsNoTracking()
            .Where(invitation => invitation.TokenHash == hash)
            .Select(invitation => new { invitation.Id, invitation.Email })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null || (found.Email is { } meant && !meant.Equals(email, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var taken = await database.Invitations
            .Where(invitation => invitation.Id == found.Id && invitation.UsedAt == null && invitation.ExpiresAt > now)
            .ExecuteUpdateAsync(invitation => invitation.SetProperty(i => i.UsedAt, now), cancellationToken);
        return taken == 1 ? (found.Id, found.Email is not null) : null;
    });

    /// <summary>Nobody registered with it after all.</summary>
    public Task GiveBackAsync(Guid invitation) => system.RunAsync(database => database.Invitations
        .Where(taken => taken.Id == invitation)
        .ExecuteUpdateAsync(taken => taken.SetProperty(i => i.UsedAt, (DateTimeOffset?)null), CancellationToken.None));
}
