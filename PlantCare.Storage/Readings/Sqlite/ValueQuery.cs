using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>Answers a <see cref="ReadingQuery"/> a chunk at a time: the rows of many streams, merged by time.</summary>
internal static class ValueQuery
{
    /// <summary>The first <paramref name="count"/> values, at most, of a query whose limit is somebody else's concern.</summary>
    public static List<StoredValue> Take(ReaderSession session, ReadingQuery query, int count, CancellationToken cancellationToken)
    {
        var (from, to) = Narrow(query).ToMilliseconds();
        var streams = StreamQueries.Find(session.Database, query.Scope);
        var arrivals = Arrivals.Load(session, streams, from, to);
        var values = new List<StoredValue>();
        var cursors = new List<StreamCursor>(streams.Count);
        try
        {
            var queue = new PriorityQueue<StreamCursor, RowPosition>(streams.Count, new RowOrder(query.Descending));
            foreach (var stream in streams)
            {
                var cursor = new StreamCursor(session, stream, arrivals, from, to, query.Descending);
                cursors.Add(cursor);
                Enqueue(queue, cursor);
            }

            while (values.Count < count && queue.TryDequeue(out var cursor, out _))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Expand(session, cursor, query, count, values);
                Enqueue(queue, cursor);
            }

            return values;
        }
        finally
        {
            cursors.ForEach(cursor => cursor.Dispose());
        }
    }

    // What comes after a position begins at, or ends with, the position's own moment.
    private static TimeRange Narrow(ReadingQuery query) => query switch
    {
        { After: null } => query.Range,
        { After: { } after, Descending: false } => query.Range with { From = Later(query.Range.From, after.Time) },
        { After: { } after } => query.Range with { To = Earlier(query.Range.To, after.Time.AddMilliseconds(1)) },
    };

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static void Enqueue(PriorityQueue<StreamCursor, RowPosition> queue, StreamCursor cursor)
    {
        if (cursor.Next())
        {
            queue.Enqueue(cursor, new RowPosition(cursor.Time, cursor.Stream));
        }
    }

    private static void Expand(ReaderSession session, StreamCursor cursor, ReadingQuery query, int count, List<StoredValue> values)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(cursor.Time);
        var measurements = session.Parse(cursor.Metrics);
        measurements.Sort(query.Descending
            ? static (a, b) => string.CompareOrdinal(b.Metric, a.Metric)
            : static (a, b) => string.CompareOrdinal(a.Metric, b.Metric));
        foreach (var (metric, value) in measurements)
        {
            var stored = new StoredValue(time, cursor.Stream.PlantId, cursor.Stream.DeviceId, metric, value);
            if (values.Count < count && IsWanted(query, stored))
            {
                values.Add(stored);
            }
        }
    }

    private static bool IsWanted(ReadingQuery query, in StoredValue value)
    {
        if (query.Metric is { } metric && !string.Equals(metric, value.Metric, StringComparison.Ordinal))
        {
            return false;
        }

        return query.After is not { } after || (query.Descending ? value.Position < after : value.Position > after);
    }

    private readonly record struct RowPosition(long Time, Stream Stream);

    // The order of ReadingPosition without its metric: rows before values.
    private sealed class RowOrder(bool descending) : IComparer<RowPosition>
    {
        public int Compare(RowPosition x, RowPosition y)
        {
            var order = x.Time.CompareTo(y.Time);
            order = order != 0 ? order : x.Stream.PlantId.CompareTo(y.Stream.PlantId);
            order = order != 0 ? order : string.CompareOrdinal(x.Stream.DeviceId, y.Stream.DeviceId);
            return descending ? -order : order;
        }
    }
}
