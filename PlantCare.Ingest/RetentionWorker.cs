using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Readings;
using PlantCare.ServiceDefaults;
using PlantCare.Storage.Relational;

namespace PlantCare.Ingest;

/// <summary>Deletes what has grown too old: raw readings after the retention, commands after a year, dead letters after a month or beyond a device's share.</summary>
internal sealed partial class RetentionWorker(
    IReadingStore store, SystemWork system, IngestSettings settings, TimeProvider time, ILogger<RetentionWorker> logger)
    : PeriodicWork(FirstWait, Interval, time)
{
    /// <summary>A device in trouble can fill no more than this many rows.</summary>
    private const int MaxDeadLettersPerDevice = 20_000;

    // Not in the first minute: starting is busy enough.
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan DeadLetterRetention = TimeSpan.FromDays(30);
    private static readonly TimeSpan CommandRetention = TimeSpan.FromDays(366);

    protected override async Task DoAsync(CancellationToken stoppingToken)
    {
        var now = Time.GetUtcNow();
        await store.EnforceRetentionAsync(settings.Retention, now, stoppingToken);
        await system.RunAsync(context => TrimDeadLettersAsync(context, now - DeadLetterRetention, stoppingToken));
        var oldestCommand = now - CommandRetention;
        await system.RunAsync(context => context.Commands.Where(command => command.CreatedAt < oldestCommand).ExecuteDeleteAsync(stoppingToken));
    }

    protected override void Tell(Exception failure, bool isRepeated) => Log.Failed(logger, failure);

    private static async Task TrimDeadLettersAsync(PlantCareContext context, DateTimeOffset oldest, CancellationToken cancellationToken)
    {
        await context.DeadLetters.Where(letter => letter.ReceivedAt < oldest).ExecuteDeleteAsync(cancellationToken);
        var crowded = await context.DeadLetters
            .GroupBy(letter => letter.DeviceId)
            .Where(letters => letters.Count() > MaxDeadLettersPerDevice)
            .Select(letters => letters.Key)
            .ToListAsync(cancellationToken);
        foreach (var deviceId in crowded)
        {
            var letters = context.DeadLetters.Where(letter => letter.DeviceId == deviceId);
            var firstKept = await letters.OrderByDescending(letter => letter.Id).Select(letter => letter.Id)
                .Skip(MaxDeadLettersPerDevice - 1).FirstAsync(cancellationToken);
            await letters.Where(letter => letter.Id < firstKept).ExecuteDeleteAsync(cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Old readings could not be deleted; the next attempt is in an hour")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
