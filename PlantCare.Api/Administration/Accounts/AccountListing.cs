using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Audit;
using PlantCare.Api.Paging;
using PlantCare.Contracts.Administration;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Administration.Accounts;

/// <summary>Accounts as administrators see them. Everybody's, which only the system sees.</summary>
internal sealed class AccountListing(SystemWork system)
{
    /// <summary>Accounts whose address or name holds a text, newest first; one more than the page has, if there are more.</summary>
    /// <param name="search">The text; null for all accounts.</param>
    /// <param name="page">Which part; its sort key is an account's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<List<AccountResponse>> ListAsync(string? search, PageRequest page, CancellationToken cancellationToken) => system.RunAsync(database =>
    {
        var users = database.Users.AsNoTracking();
        if (search?.Trim() is { Length: > 0 } text)
        {
            // SQLite knows capitals of ASCII only; who writes a name as it stands finds it all the same.
            var upper = text.ToUpperInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // The database turns it into capitals and compares; this form is the one that it is told so by.
            users = users.Where(user =>
                user.NormalizedEmail!.Contains(upper) || user.NormalizedUserName!.Contains(upper)
                || user.DisplayName!.ToUpper().Contains(upper) || user.DisplayName!.Contains(text));
#pragma warning restore CA1304, CA1311, CA1862
        }

        if (page.After is [var id])
        {
            // Ids sort by time of creation.
            var last = Guid.Parse(id);
            users = users.Where(user => user.Id.CompareTo(last) < 0);
        }

        return Describe(database, users.OrderByDescending(user => user.Id).Take(page.Limit + 1)).ToListAsync(cancellationToken);
    });

    /// <summary>One account; null when there is none.</summary>
    public Task<AccountResponse?> FindAsync(Guid id, CancellationToken cancellationToken) => system.RunAsync(database =>
        Describe(database, database.Users.AsNoTracking().Where(user => user.Id == id)).FirstOrDefaultAsync(cancellationToken));

    private static IQueryable<AccountResponse> Describe(PlantCareContext database, IQueryable<User> users) => users.Select(user => new AccountResponse(
        user.Id,
        user.Email ?? "",
        user.UserName ?? "",
        user.DisplayName,
        user.IsAdministrator,
        user.DisabledAt,
        user.CreatedAt,
        user.EmailConfirmed,
        user.TwoFactorEnabled,

        // Sessions end, and the record of them is not kept for ever: what is left of either says it.
        database.Sessions.Where(session => session.UserId == user.Id).Max(session => (DateTimeOffset?)session.CreatedAt)
            ?? database.AuditLog.Where(entry => entry.UserId == user.Id && entry.Action == AuditActions.SignedIn).Max(entry => (DateTimeOffset?)entry.At),
        database.Plants.Count(plant => plant.UserId == user.Id),
        database.Devices.Count(device => device.UserId == user.Id),
        database.Erasures.Any(erasure => erasure.Id == user.Id)));
}
