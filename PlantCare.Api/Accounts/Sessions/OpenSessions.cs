using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Live;
using PlantCare.Domain.Live;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Accounts.Sessions;

/// <summary>
/// Ends sessions. Their tokens are worth nothing from then on, in every replica; live streams are told at once, and end within seconds where
/// they cannot be told.
/// </summary>
internal sealed class OpenSessions(SystemWork system, ILiveSource live)
{
    /// <summary>Ends one.</summary>
    /// <returns>What its client had said it is, empty for nothing; null when the account has no such session.</returns>
    public async Task<string?> EndAsync(Guid userId, Guid session, CancellationToken cancellationToken)
    {
        var ended = await system.RunAsync(async database =>
        {
            var known = database.Sessions.Where(open => open.Id == session && open.UserId == userId);
            var client = await known.Select(open => open.Client ?? "").FirstOrDefaultAsync(cancellationToken);
            return await known.ExecuteDeleteAsync(cancellationToken) == 1 ? client : null;
        });
        await TellAsync(userId, ended is not null);
        return ended;
    }

    /// <summary>Ends all of an account but one.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="except">The one that goes on; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many ended.</returns>
    public async Task<int> EndAllAsync(Guid userId, Guid? except, CancellationToken cancellationToken)
    {
        var ended = await system.RunAsync(database =>
            database.Sessions.Where(open => open.UserId == userId && open.Id != except).ExecuteDeleteAsync(cancellationToken));
        await TellAsync(userId, ended > 0);
        return ended;
    }

    private Task TellAsync(Guid userId, bool isEnded) => isEnded ? live.TellAsync(new AccessChanged(userId)) : Task.CompletedTask;
}
