using PlantCare.Domain.Live;
using PlantCare.Ingest.Pipeline;
using PlantCare.Storage.Relational;

namespace PlantCare.Ingest.Alerts.Silence;

/// <summary>Warns of devices that have fallen silent: every few seconds, one worker at a time.</summary>
internal sealed partial class SilenceWatch(
    SystemWork system, ILiveFeed feed, IngestHealth health, TimeProvider time, ILogger<SilenceWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Guid _worker = Guid.CreateVersion7();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var isFailing = false;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    feed.Publish([.. await system.RunAsync(database => JudgeAsync(database, stoppingToken))]);
                    isFailing = false;
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    if (!isFailing)
                    {
                        Log.Failed(logger, exception);
                    }

                    isFailing = true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process is stopping; the turn runs out by itself.
        }
    }

    private async Task<IReadOnlyList<AlertChanged>> JudgeAsync(PlantCareContext database, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await SilenceTurn.TakeAsync(database, _worker, health.IsWell, now, cancellationToken) is { } turn
            ? await new SilencePass(database, turn.Since, now).RunAsync(cancellationToken)
            : [];
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Silent devices could not be looked for; trying again")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
