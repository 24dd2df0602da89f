using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Accounts.Sessions;

/// <summary>Ends sessions. Their tokens are worth nothing from then on, in every replica; live streams end within seconds.</summary>
internal sealed class OpenSessions(SystemWork system)
{
    /// <summary>Ends one.</summary>
    /// <returns>What its client had said it is, empty for nothing; null when the account has no such session.</returns>
    public Task<string?> EndAsync(Guid userId, Guid session, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var known = database.Sessions.Where(open => open.Id == session && open.UserId == userId);
        var client = await known.Select(open => open.Client ?? "").FirstOrDefaultAsync(cancellationToken);
        return await known.ExecuteDeleteAsync(cancellationToken) == 1 ? client : null;
    });

    /// <summary>Ends all of an account but one.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="except">The one that goes on; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many ended.</returns>
    public Task<int> EndAllAsync(Guid userId, Guid? except, CancellationToken cancellationToken) => system.RunAsync(database =>
        database.Sessions.Where(open => open.UserId == userId && open.Id != except).ExecuteDeleteAsync(cancellationToken));
}
