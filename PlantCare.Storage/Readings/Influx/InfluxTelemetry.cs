using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>What a collector sees of the store: a span and a duration for each call, named by what was done.</summary>
internal static class InfluxTelemetry
{
    /// <summary>The name of the meter and of the source.</summary>
    public const string Name = "PlantCare.Storage.Influx";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "plantcare.influxdb.duration",
        "s",
        "How long InfluxDB takes, by operation and outcome.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });

    private static readonly Counter<long> Points = Meter.CreateCounter<long>(
        "plantcare.influxdb.points", "{point}", "Readings sent to InfluxDB, by what became of them.");

    /// <summary>Measures a call to the server.</summary>
    public static async Task<T> MeasureAsync<T>(string operation, TimeProvider time, Func<Task<T>> call)
    {
        using var activity = Source.StartActivity($"influxdb {operation}", ActivityKind.Client);
        activity?.SetTag("db.system.name", "influxdb");
        activity?.SetTag("db.operation.name", operation);
        var started = time.GetTimestamp();
        var outcome = "ok";
        try
        {
            return await call();
        }
        catch (Exception exception)
        {
            outcome = exception is InfluxException failure ? failure.Fault.ToString() : exception.GetType().Name;
            activity?.SetStatus(ActivityStatusCode.Error, outcome);
            throw;
        }
        finally
        {
            Duration.Record(time.GetElapsedTime(started).TotalSeconds, new("operation", operation), new("outcome", outcome));
        }
    }

    /// <summary>Counts readings.</summary>
    public static void Wrote(int stored, int refused)
    {
        Points.Add(stored, new KeyValuePair<string, object?>("outcome", "stored"));
        if (refused > 0)
        {
            Points.Add(refused, new KeyValuePair<string, object?>("outcome", "refused"));
        }
    }
}
