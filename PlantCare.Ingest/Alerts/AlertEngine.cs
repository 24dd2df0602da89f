using PlantCare.Domain.Care;
using PlantCare.Domain.Live;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Pipeline;
using PlantCare.Storage.Relational;

namespace PlantCare.Ingest.Alerts;

/// <summary>
/// Begins and ends alerts by the readings that were stored. It goes behind the pipeline and never holds it up: when it cannot follow, older
/// readings are left out, and the newest ones say how things are.
/// </summary>
internal sealed partial class AlertEngine(SystemWork system, ILiveFeed feed, TimeProvider time, ILogger<AlertEngine> logger) : BackgroundService, IReadingObserver
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly UnjudgedReadings _readings = new();
    private readonly Dictionary<AlertKey, ThresholdJudge> _judges = [];

    /// <inheritdoc/>
    public void OnStored(IReadOnlyList<Reading> readings) => _readings.Add(readings);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _readings.WaitAsync(stoppingToken);

                // A moment, so that what comes together is judged together.
                await Task.Delay(Pause, time, stoppingToken);
                await TryJudgeAsync(_readings.Take(), stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process is stopping; what is left tells itself by the next readings.
        }
    }

    private async Task TryJudgeAsync(List<Reading> readings, CancellationToken cancellationToken)
    {
        try
        {
            var changes = await system.RunAsync(database => new AlertPass(database, _judges, time.GetUtcNow()).RunAsync(readings, cancellationToken));
            feed.Publish([.. changes]);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What the judges have concluded was not written down: they begin anew, from what is.
            _judges.Clear();
            Log.Failed(logger, exception);
            await Task.Delay(PauseAfterFailure, time, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Alerts could not be written down; the next readings will tell again")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}

/// <summary>What is judged by itself: a metric, as one device measures it of one plant.</summary>
internal readonly record struct AlertKey(Guid PlantId, string DeviceId, string Metric);
