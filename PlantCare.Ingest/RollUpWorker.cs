using PlantCare.Domain.Readings;

namespace PlantCare.Ingest;

/// <summary>Has hours rolled up, where the readings store does so. Never more than half of the time, so that a long past starves nobody.</summary>
internal sealed partial class RollUpWorker(IEnumerable<IRollUps> stores, TimeProvider time, ILogger<RollUpWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (stores.SingleOrDefault() is not { } store)
        {
            return;
        }

        try
        {
            // Not in the first moments: starting is busy enough. Nor all workers at the same time.
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Random.Shared.Next(10, 60)), time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                timer.Period = Interval;
                await RunAsync(store, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task RunAsync(IRollUps store, CancellationToken stoppingToken)
    {
        try
        {
            var started = time.GetTimestamp();
            while (await store.RollUpAsync(time.GetUtcNow(), stoppingToken))
            {
                var pause = time.GetElapsedTime(started);
                await Task.Delay(pause > ShortestPause ? pause : ShortestPause, time, stoppingToken);
                started = time.GetTimestamp();
            }
        }
        catch (ReadingStoreException failure)
        {
            // What could not be rolled up is read from single values meanwhile.
            Log.Failed(logger, failure.Message);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Broken(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Readings could not be rolled up, which makes their summaries slow and no worse; the next attempt is in some minutes: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "Rolling readings up failed; the next attempt is in some minutes")]
        public static partial void Broken(ILogger logger, Exception exception);
    }
}
