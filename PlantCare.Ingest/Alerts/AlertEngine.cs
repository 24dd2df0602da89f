using System.Threading.Channels;
using PlantCare.Domain.Care;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Pipeline;
using PlantCare.Storage.Relational;

namespace PlantCare.Ingest.Alerts;

/// <summary>
/// Begins and ends alerts by the readings that were stored. It goes behind the pipeline and never holds it up: when it cannot follow, it
/// leaves readings out, and the next ones say how things are.
/// </summary>
internal sealed partial class AlertEngine(SystemWork system, TimeProvider time, ILogger<AlertEngine> logger) : BackgroundService, IReadingObserver
{
    private const int Capacity = 10_000;
    private const int MostAtOnce = 2_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly Channel<Reading> _readings = Channel.CreateBounded<Reading>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Dictionary<AlertKey, ThresholdJudge> _judges = [];
    private bool _isBehind;

    /// <inheritdoc/>
    public void OnStored(IReadOnlyList<Reading> readings)
    {
        for (var i = 0; i < readings.Count; i++)
        {
            if (!_readings.Writer.TryWrite(readings[i]) && !_isBehind)
            {
                _isBehind = true;
                Log.Behind(logger);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _readings.Reader.WaitToReadAsync(stoppingToken))
            {
                // A moment, so that what comes together is judged together.
                await Task.Delay(Pause, time, stoppingToken);
                var some = new List<Reading>();
                while (some.Count < MostAtOnce && _readings.Reader.TryRead(out var reading))
                {
                    some.Add(reading);
                }

                await TryJudgeAsync(some, stoppingToken);
                _isBehind &= _readings.Reader.Count > 0;
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
            await system.RunAsync(database => new AlertPass(database, _judges, time.GetUtcNow()).RunAsync(readings, cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What the judges have concluded was not written down: they begin anew, from what is.
            _judges.Clear();
            Log.Failed(logger, exception);
            await Task.Delay(PauseAfterFailure, time, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Alerts cannot follow the readings, and leave some out")]
        public static partial void Behind(ILogger logger);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Alerts could not be written down; the next readings will tell again")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}

/// <summary>What is judged by itself: a metric, as one device measures it of one plant.</summary>
internal readonly record struct AlertKey(Guid PlantId, string DeviceId, string Metric);
