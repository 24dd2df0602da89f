using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Care;
using PlantCare.ServiceDefaults;
using PlantCare.Storage.Relational;

namespace PlantCare.Ingest.Commands;

/// <summary>Ends the commands that no device has answered in time.</summary>
internal sealed partial class CommandExpiry(SystemWork system, TimeProvider time, ILogger<CommandExpiry> logger)
    : PeriodicWork(Interval, Interval, time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override Task DoAsync(CancellationToken stoppingToken) =>
        system.RunAsync(database => ExpireAsync(database, Time.GetUtcNow(), stoppingToken));

    protected override void Tell(Exception failure, bool isRepeated)
    {
        if (!isRepeated)
        {
            Log.Failed(logger, failure);
        }
    }

    private static Task<int> ExpireAsync(PlantCareContext database, DateTimeOffset now, CancellationToken cancellationToken) => database.Commands
        .Where(command => (command.Status == CommandStatus.Pending || command.Status == CommandStatus.Sent) && command.ExpiresAt <= now)
        .ExecuteUpdateAsync(
            command => command.SetProperty(c => c.Status, CommandStatus.Expired).SetProperty(c => c.FinishedAt, (DateTimeOffset?)now), cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Commands that have expired could not be marked so; trying again")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
