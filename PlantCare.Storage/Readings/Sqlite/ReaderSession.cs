using PlantCare.Domain.Metrics;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>A connection for reading, and what its reader reuses. One query at a time.</summary>
internal sealed class ReaderSession(string path) : IDisposable
{
    private readonly MetricsText _text = new();

    public SqliteDatabase Database { get; } = ReadingsSchema.OpenReader(path);

    public MetricNames Names { get; } = new();

    /// <summary>Runs a query on one state of the database: what is folded meanwhile is seen neither twice nor not at all.</summary>
    public T Snapshot<T>(Func<ReaderSession, T> query)
    {
        Database.Execute("BEGIN");
        try
        {
            return query(this);
        }
        finally
        {
            Database.Execute("ROLLBACK");
        }
    }

    /// <summary>The metrics of a row.</summary>
    public List<Measurement> Parse(ReadOnlySpan<byte> metrics)
    {
        var measurements = new List<Measurement>(8);
        var reader = new MetricsReader(metrics);
        while (reader.Next())
        {
            measurements.Add(new Measurement(Names.Get(reader.Name), reader.Value()));
        }

        return measurements;
    }

    /// <summary>Two rows of one stream and time as one: where both have a metric, the newer's counts.</summary>
    public byte[] Merge(ReadOnlySpan<byte> older, ReadOnlySpan<byte> newer)
    {
        var merged = Parse(older);
        foreach (var measurement in Parse(newer))
        {
            var place = merged.FindIndex(known => string.Equals(known.Metric, measurement.Metric, StringComparison.Ordinal));
            if (place < 0)
            {
                merged.Add(measurement);
            }
            else
            {
                merged[place] = measurement;
            }
        }

        return _text.Write(merged).ToArray();
    }

    public void Dispose()
    {
        _text.Dispose();
        Database.Dispose();
    }
}
