using System.Runtime.InteropServices;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>Answers an <see cref="AggregateQuery"/>: one pass over the rows, summing as it goes.</summary>
internal static class AggregateWindows
{
    public static List<AggregateWindow> Compute(ReaderSession session, AggregateQuery query, CancellationToken cancellationToken)
    {
        var (from, to) = query.Range.ToMilliseconds();
        var every = (long)query.Every.TotalMilliseconds;
        var streams = StreamQueries.Find(session.Database, query.Scope);
        var arrivals = Arrivals.Load(session, streams, from, to);
        var windows = new Dictionary<(long Start, Guid Plant), Dictionary<string, Sum>>();
        foreach (var stream in streams)
        {
            using var cursor = new StreamCursor(session, stream, arrivals, from, to, descending: false);
            AddRows(session, cursor, query.Metric, every, windows, cancellationToken);
        }

        return
        [
            .. windows
                .Where(window => window.Value.Count > 0)
                .OrderBy(window => window.Key)
                .Select(window => new AggregateWindow(
                    DateTimeOffset.FromUnixTimeMilliseconds(window.Key.Start),
                    window.Key.Plant,
                    window.Value.ToDictionary(pair => pair.Key, pair => pair.Value.ToAggregate(), StringComparer.Ordinal))),
        ];
    }

    private static void AddRows(
        ReaderSession session,
        StreamCursor cursor,
        string? metric,
        long every,
        Dictionary<(long Start, Guid Plant), Dictionary<string, Sum>> windows,
        CancellationToken cancellationToken)
    {
        var end = long.MinValue;
        Dictionary<string, Sum> sums = [];
        while (cursor.Next())
        {
            if (cursor.Time >= end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var start = cursor.Time - Modulo(cursor.Time, every);
                end = start + every;
                var key = (start, cursor.Stream.PlantId);
                if (!windows.TryGetValue(key, out sums!))
                {
                    windows.Add(key, sums = new Dictionary<string, Sum>(StringComparer.Ordinal));
                }
            }

            var metrics = new MetricsReader(cursor.Metrics);
            while (metrics.Next())
            {
                var name = session.Names.Get(metrics.Name);
                if (metrics.IsNumber && (metric is null || string.Equals(metric, name, StringComparison.Ordinal)))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(sums, name, out _).Add(metrics.Number());
                }
            }
        }
    }

    // Windows are aligned to the Unix epoch, before it as well as after it.
    private static long Modulo(long value, long divisor)
    {
        var remainder = value % divisor;
        return remainder < 0 ? remainder + divisor : remainder;
    }

    private struct Sum
    {
        private double _total;
        private double _min;
        private double _max;
        private long _count;

        public void Add(double value)
        {
            _min = _count == 0 ? value : Math.Min(_min, value);
            _max = _count == 0 ? value : Math.Max(_max, value);
            _total += value;
            _count++;
        }

        public readonly Aggregate ToAggregate() => new(_total / _count, _min, _max, _count);
    }
}
