namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>The arrivals of some streams within a range, in memory: there are never more than a few thousand.</summary>
internal sealed class Arrivals
{
    private static readonly List<Arrival> None = [];

    private readonly Dictionary<long, List<Arrival>> _byStream;

    private Arrivals(Dictionary<long, List<Arrival>> byStream) => _byStream = byStream;

    public static Arrivals Load(ReaderSession session, IReadOnlyList<Stream> streams, long from, long to)
    {
        var byStream = streams.ToDictionary(stream => stream.Id, _ => None);
        using var statement = session.Database.Prepare(
            "SELECT stream_id, time, metrics FROM arrivals WHERE time >= ?1 AND time < ?2 ORDER BY stream_id, time, seq");
        statement.Bind(1, from).Bind(2, to);
        while (statement.Step())
        {
            var stream = statement.Integer(0);
            if (!byStream.TryGetValue(stream, out var arrivals))
            {
                continue;
            }

            if (arrivals == None)
            {
                byStream[stream] = arrivals = [];
            }

            var time = statement.Integer(1);
            if (arrivals.Count > 0 && arrivals[^1].Time == time)
            {
                arrivals[^1] = new Arrival(time, session.Merge(arrivals[^1].Metrics, statement.Utf8(2)));
            }
            else
            {
                arrivals.Add(new Arrival(time, statement.Utf8(2).ToArray()));
            }
        }

        return new Arrivals(byStream);
    }

    /// <summary>A stream's arrivals by time, oldest first, no time twice.</summary>
    public IReadOnlyList<Arrival> Of(long stream) => _byStream[stream];
}

/// <summary>A row of <c>arrivals</c>.</summary>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="Metrics">JSON, UTF-8.</param>
internal readonly record struct Arrival(long Time, byte[] Metrics);
