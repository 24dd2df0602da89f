using PlantCare.Domain.Live;
using PlantCare.Ingest.Pipeline;
using PlantCare.ServiceDefaults;
using PlantCare.Storage.Relational;

namespace PlantCare.Ingest.Alerts.Silence;

/// <summary>Warns of devices that have fallen silent: every few seconds, one worker at a time.</summary>
internal sealed partial class SilenceWatch(
    SystemWork system, ILiveFeed feed, IngestHealth health, TimeProvider time, ILogger<SilenceWatch> logger)
    : PeriodicWork(Interval, Interval, time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Guid _worker = Guid.CreateVersion7();

    protected override async Task DoAsync(CancellationToken stoppingToken) =>
        feed.Publish([.. await system.RunAsync(database => JudgeAsync(database, stoppingToken))]);

    protected override void Tell(Exception failure, bool isRepeated)
    {
        if (!isRepeated)
        {
            Log.Failed(logger, failure);
        }
    }

    private async Task<IReadOnlyList<AlertChanged>> JudgeAsync(PlantCareContext database, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
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
