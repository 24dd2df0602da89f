using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.Mail;

namespace PlantCare.Storage.Relational.People;

/// <summary>Everything that the database holds of an account: deletes it, and finds what is left.</summary>
/// <param name="system">The rows of all accounts: others' say things of this one.</param>
public sealed class AccountRows(SystemWork system)
{
    // Years of a greenhouse go in one statement.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Deletes the account with all that is its own, and takes its name out of what is not. Once more does no harm.</summary>
    /// <param name="id">The account.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed then.</param>
    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) => system.RunAsync(database =>
        database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            database.Database.SetCommandTimeout(Patience);
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

            // step 1: what others keep of what it did to their plants and accounts
            var user = await database.Users.AsNoTracking().FirstOrDefaultAsync(user => user.Id == id, cancellationToken);
            await AccountTraces.EraseAsync(database, id, user, cancellationToken);

            // step 2: what is about it and no key leads to
            if (user is not null)
            {
                await DeleteLooseAsync(database, user, cancellationToken);
            }

            // step 3: itself, with all that its keys lead to
            await database.Users.Where(account => account.Id == id).ExecuteDeleteAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }));

    /// <summary>Looks for the account's id in every column of every table that can hold it, whatever the tables are called.</summary>
    /// <param name="id">The account.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The tables that still hold it; none when it is gone.</returns>
    public Task<List<string>> FindRemnantsAsync(Guid id, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var remnants = new List<string>();
        var sql = database.GetService<ISqlGenerationHelper>();
        foreach (var table in database.Model.GetRelationalModel().Tables.Where(table => !IsRecordOfErasures(table)))
        {
            var ids = table.Columns.Where(column => column.PropertyMappings.Any(mapping => IsId(mapping.Property)))
                .Select(column => $"{sql.DelimitIdentifier(column.Name)} = {{0}}")
                .ToList();
            if (ids.Count == 0)
            {
                continue;
            }

            var count = $"SELECT count(*) AS {sql.DelimitIdentifier("Value")} FROM {sql.DelimitIdentifier(table.Name, table.Schema)} WHERE {string.Join(" OR ", ids)}";
            if (await database.Database.SqlQueryRaw<long>(count, id).SingleAsync(cancellationToken) > 0)
            {
                remnants.Add(table.Name);
            }
        }

        return remnants;
    });

    private static bool IsId(IReadOnlyProperty property) => property.ClrType == typeof(Guid) || property.ClrType == typeof(Guid?);

    private static bool IsRecordOfErasures(ITable table) => table.EntityTypeMappings.Any(mapping => mapping.TypeBase.ClrType == typeof(Erasure));

    private static async Task DeleteLooseAsync(PlantCareContext database, User user, CancellationToken cancellationToken)
    {
        // What its devices sent while they were not known: names on the wire are nobody else's. A factory device may be claimed anew.
        var names = database.Devices.Where(device => device.UserId == user.Id).Select(device => device.DeviceId);
        await database.DeadLetters.Where(letter => letter.UserId == null && names.Contains(letter.DeviceId)).ExecuteDeleteAsync(cancellationToken);
        await database.FactoryDevices.Where(device => names.Contains(device.DeviceId))
            .ExecuteUpdateAsync(device => device.SetProperty(d => d.ClaimedAt, (DateTimeOffset?)null), cancellationToken);
        if (user.Email is not { } email)
        {
            return;
        }

        // Letters to its address from before it was an account's, and invitations, which nobody can use who is not it.
        var address = OutboxLetter.HashOf(email);
        await database.Outbox.Where(letter => letter.AddressHash == address).ExecuteDeleteAsync(cancellationToken);
        var upper = user.NormalizedEmail ?? email.ToUpperInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // The database turns it into capitals and compares; this form is the one that it is told so by.
        await database.Invitations.Where(invitation => invitation.Email == email || invitation.Email!.ToUpper() == upper)
            .ExecuteDeleteAsync(cancellationToken);
        await database.Shares
            .Where(share => share.HolderId == null && share.Role != ShareRole.Sitter && (share.Label == email || share.Label!.ToUpper() == upper))
            .ExecuteDeleteAsync(cancellationToken);
#pragma warning restore CA1304, CA1311, CA1862
    }
}
