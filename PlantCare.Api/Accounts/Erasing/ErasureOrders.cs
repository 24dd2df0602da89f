using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Administration.Accounts;
using PlantCare.Api.Audit;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Erasing;

/// <summary>An account that may be erased.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">Its e-mail address; without one, its name for signing in.</param>
/// <param name="CreatedAt">When it registered.</param>
internal sealed record ErasableAccount(Guid Id, string Name, DateTimeOffset CreatedAt);

/// <summary>
/// Decides that an account is erased. With one commit nobody is let in to it any more and the order is kept; the rest may take as long as it
/// takes, and be interrupted (<see cref="ErasureWorker"/>).
/// </summary>
internal sealed class ErasureOrders(SystemWork system, AdministratorRule rule, ErasureWorker worker, AuditLog audit, TimeProvider time)
{
    /// <summary>Finds an account; null when there is none.</summary>
    public Task<ErasableAccount?> FindAsync(Guid id, CancellationToken cancellationToken) => system.RunAsync(database => database.Users
        .Where(user => user.Id == id)
        .Select(user => new ErasableAccount(user.Id, user.Email ?? user.UserName ?? "", user.CreatedAt))
        .FirstOrDefaultAsync(cancellationToken));

    /// <summary>Has it erased.</summary>
    /// <returns>False when nobody would be left to administer the system.</returns>
    public async Task<bool> OrderAsync(ErasableAccount account, CancellationToken cancellationToken)
    {
        // step 1: the order, which nobody executes before step 2 is done, unless this process dies first
        var now = time.GetUtcNow();
        if (!await rule.RunAsync(database => WriteAsync(database, account.Id, now, cancellationToken), isDone => isDone, cancellationToken))
        {
            return false;
        }

        // step 2: the record, of which nothing will be left that says who it was
        await audit.WriteAsync(userId: null, AuditActions.AccountErased, detail: $"registered {account.CreatedAt.UtcDateTime:yyyy-MM-dd}");

        // step 3: off it goes
        await system.RunAsync(database => database.Erasures.Where(erasure => erasure.Id == account.Id)
            .ExecuteUpdateAsync(erasure => erasure.SetProperty(e => e.NextAt, now), CancellationToken.None));
        worker.Wake();
        return true;
    }

    private static async Task<bool> WriteAsync(PlantCareContext database, Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await database.Users.AsNoTracking().FirstOrDefaultAsync(user => user.Id == id, cancellationToken) is not { } user)
        {
            return true;
        }

        if (await AdministratorRule.IsLastAsync(database, user, cancellationToken))
        {
            return false;
        }

        // With another stamp, so that what Identity is doing to the account at this moment does not write the old state back.
        var (disabledAt, stamp) = (user.DisabledAt ?? now, Guid.CreateVersion7().ToString());
        await database.Users.Where(row => row.Id == id).ExecuteUpdateAsync(
            row => row.SetProperty(u => u.DisabledAt, disabledAt).SetProperty(u => u.ConcurrencyStamp, stamp), cancellationToken);
        await database.Sessions.Where(session => session.UserId == id).ExecuteDeleteAsync(cancellationToken);
        if (!await database.Erasures.AnyAsync(erasure => erasure.Id == id, cancellationToken))
        {
            database.Erasures.Add(new Erasure { Id = id, RequestedAt = now, NextAt = now + ErasureWorker.Lease });
            await database.SaveChangesAsync(cancellationToken);
        }

        return true;
    }
}
