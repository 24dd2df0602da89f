using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Accounts.Passkeys;

/// <summary>
/// Lets every challenge be answered once, whichever replica hears the answer first: who listens to one cannot send it again. Only right answers
/// are kept, and for no longer than they would be good, so that nobody can fill the table who has no passkey.
/// </summary>
internal sealed class AnsweredChallenges(SystemWork system, TimeProvider time)
{
    private const string Provider = "[PlantCare.Passkeys]";

    /// <summary>Takes an answer.</summary>
    /// <returns>Whether it is the first.</returns>
    public Task<bool> TakeAsync(Guid userId, PasskeyState state, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var now = Text(time.GetUtcNow());
#pragma warning disable CA1309 // The database compares; this form is the one that it is told so by.
        await database.UserTokens
            .Where(token => token.UserId == userId && token.LoginProvider == Provider && string.Compare(token.Value, now) < 0)
            .ExecuteDeleteAsync(cancellationToken);
#pragma warning restore CA1309
        var name = state.Id.ToString("N");
        if (await database.UserTokens.AnyAsync(token => token.UserId == userId && token.LoginProvider == Provider && token.Name == name, cancellationToken))
        {
            return false;
        }

        // Of two at once, the database lets one through.
        database.UserTokens.Add(new IdentityUserToken<Guid> { UserId = userId, LoginProvider = Provider, Name = name, Value = Text(state.ExpiresAt) });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            return false;
        }
    });

    // As wide as any, so that texts compare as their moments do.
    private static string Text(DateTimeOffset moment) => moment.ToUnixTimeSeconds().ToString("D16", CultureInfo.InvariantCulture);
}
