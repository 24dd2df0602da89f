using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Care;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;

namespace PlantCare.Api.Commands;

/// <summary>Enters commands, and holds them to what a device may water.</summary>
internal sealed class CommandBook(PlantCareContext database, WateringPolicy policy, TimeProvider time)
{
    /// <summary>
    /// Enters a command, unless the device has watered enough. One request about a device looks and enters after the other, so that two at once
    /// do not each find the room that there is for one.
    /// </summary>
    /// <returns>How long to wait; zero when it has been entered.</returns>
    public Task<TimeSpan> EnterAsync(DeviceCommand command, CancellationToken cancellationToken) =>
        database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            database.ChangeTracker.Clear();
            await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
            await database.HoldAsync($"commands of {command.DeviceId}", cancellationToken);
            var wait = command.Seconds is { } seconds ? await WaitBeforeAsync(command.DeviceId, CommandRules.ToDuration(seconds), cancellationToken) : TimeSpan.Zero;
            if (wait == TimeSpan.Zero)
            {
                database.Add(command);
                await database.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }

            return wait;
        });

    private async Task<TimeSpan> WaitBeforeAsync(string deviceId, TimeSpan watering, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = now - WateringPolicy.Reach;
        var lately = await database.Commands.AsNoTracking()
            .Where(command => command.DeviceId == deviceId && command.CreatedAt > since && command.Seconds != null)
            .Where(command => command.Status != CommandStatus.Failed && command.Status != CommandStatus.Expired)
            .Select(command => new { command.CreatedAt, command.Seconds })
            .ToListAsync(cancellationToken);
        return policy.WaitBefore(watering, lately.Select(past => (past.CreatedAt, CommandRules.ToDuration(past.Seconds!.Value))), now);
    }
}
