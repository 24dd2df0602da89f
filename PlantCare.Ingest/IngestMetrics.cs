using System.Diagnostics.Metrics;
using System.Text.Json;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Pipeline;

namespace PlantCare.Ingest;

/// <summary>What ingest measures of itself, meter <c>PlantCare.Ingest</c>.</summary>
internal sealed class IngestMetrics : IDisposable
{
    private static readonly Dictionary<RejectionReason, KeyValuePair<string, object?>> ReasonTags = Enum.GetValues<RejectionReason>()
        .ToDictionary(reason => reason, reason => KeyValuePair.Create("reason", (object?)JsonNamingPolicy.SnakeCaseLower.ConvertName($"{reason}")));

    /// <summary>From a commit on an idle disk to a store that was away for minutes, in seconds.</summary>
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    };

    private readonly Meter _meter;
    private readonly Counter<long> _received;
    private readonly Counter<long> _stored;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _retries;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _storeLatency;
    private readonly Histogram<double> _lag;
    private readonly TimeProvider _time;

    public IngestMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _meter = meters.Create("PlantCare.Ingest");
        _received = _meter.CreateCounter<long>("plantcare.ingest.messages", "{message}", "Messages taken from devices.");
        _stored = _meter.CreateCounter<long>("plantcare.ingest.readings.stored", "{reading}", "Readings made durable.");
        _refused = _meter.CreateCounter<long>("plantcare.ingest.readings.refused", "{reading}", "Readings sent to the dead letters, by reason.");
        _retries = _meter.CreateCounter<long>("plantcare.ingest.store.retries", "{attempt}", "Writes that the store could not take at once.");
        _batchSize = _meter.CreateHistogram<int>("plantcare.ingest.batch.size", "{reading}", "Readings in one commit.");
        _storeLatency = _meter.CreateHistogram<double>("plantcare.ingest.store.duration", "s", "How long a commit took, retries included.", advice: Durations);
        _lag = _meter.CreateHistogram<double>("plantcare.ingest.lag", "s", "From a batch's first arrival until it was durable.", advice: Durations);
    }

    /// <summary>Reports how many messages wait for a commit, whenever somebody looks.</summary>
    public void ObserveQueue(Func<int> depth) =>
        _meter.CreateObservableGauge("plantcare.ingest.queue.depth", depth, "{message}", "Messages that wait for a commit.");

    public void Retried(string what) => _retries.Add(1, KeyValuePair.Create("what", (object?)what));

    public void Committed(List<Submission> batch, int readings, List<DeadLetter> letters, TimeSpan duration)
    {
        _received.Add(batch.Count);
        _stored.Add(readings);
        _batchSize.Record(readings);
        _storeLatency.Record(duration.TotalSeconds);
        _lag.Record((_time.GetUtcNow() - batch[0].Message.ReceivedAt).TotalSeconds);
        foreach (var letter in letters)
        {
            _refused.Add(1, ReasonTags[letter.Rejection.Reason]);
        }
    }

    public void Dispose() => _meter.Dispose();
}
