using System.Diagnostics.Metrics;

namespace PlantCare.Api.Administration.Status;

/// <summary>
/// How fast readings come in, by what ingest itself counts: heard where ingest is in this process, and asked for over HTTP where it is not
/// (<see cref="IngestPoll"/>).
/// </summary>
internal sealed class IngestRate : IHostedService, IDisposable
{
    private const string Meter = "PlantCare.Ingest";
    private const string Instrument = "plantcare.ingest.readings.stored";
    private const int Minute = 60;
    private const int Hour = 3_600;

    private readonly RateWindow _stored = new();
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _meters;
    private readonly TimeProvider _time;

    public IngestRate(IMeterFactory meters, TimeProvider time)
    {
        (_meters, _time) = (meters, time);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Another host in this process may have an ingest of its own.
            if (instrument.Name == Instrument && instrument.Meter.Name == Meter && ReferenceEquals(instrument.Meter.Scope, _meters))
            {
                IsKnown = true;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Add(count));
    }

    /// <summary>Whether anybody tells.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>So many more readings were made durable.</summary>
    public void Add(long readings)
    {
        IsKnown = true;
        _stored.Add(readings, _time.GetUtcNow());
    }

    /// <summary>How many were, in the last minute and hour.</summary>
    public (long LastMinute, long LastHour) Read() => (_stored.Sum(Minute, _time.GetUtcNow()), _stored.Sum(Hour, _time.GetUtcNow()));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();
}
