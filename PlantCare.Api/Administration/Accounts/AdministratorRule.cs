using System.Data;
using Microsoft.EntityFrameworkCore;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Administration.Accounts;

/// <summary>
/// There is always somebody who administers the system. Whatever may take that from an account is done here, one after the other over all
/// replicas: two administrators who demote each other at the same moment must not both succeed.
/// </summary>
internal sealed class AdministratorRule(SystemWork system)
{
    /// <summary>Does something in a transaction that no other like it can come between.</summary>
    /// <param name="work">The work; it may be tried again.</param>
    /// <param name="isDone">Whether its result is to be kept.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<T> RunAsync<T>(Func<PlantCareContext, Task<T>> work, Predicate<T> isDone, CancellationToken cancellationToken) => system.RunAsync(database =>
        database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            database.ChangeTracker.Clear();
            await using var transaction = await database.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
            var result = await work(database);
            if (isDone(result))
            {
                await transaction.CommitAsync(cancellationToken);
            }

            return result;
        }));

    /// <summary>Whether nobody else could administer the system.</summary>
    public static async Task<bool> IsLastAsync(PlantCareContext database, User user, CancellationToken cancellationToken) =>
        user is { IsAdministrator: true, DisabledAt: null }
        && !await database.Users.AnyAsync(other => other.Id != user.Id && other.IsAdministrator && other.DisabledAt == null, cancellationToken);
}
