using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>
/// Each stream's newest value of each metric, in memory, for the page that everybody looks at. A stream is read from the database the
/// first time that somebody asks for it; from then on the writer keeps it up to date.
/// </summary>
internal sealed class LatestValues
{
    private readonly ConcurrentDictionary<long, StreamValues> _streams = new();

    /// <summary>What the writer has just committed. Streams that nobody has asked for are left alone.</summary>
    public void Note(long stream, long time, IReadOnlyList<Measurement> measurements)
    {
        if (_streams.TryGetValue(stream, out var values))
        {
            foreach (var (metric, value) in measurements)
            {
                values.Put(metric, time, value, replaceSameTime: true);
            }
        }
    }

    public void Forget(long stream) => _streams.TryRemove(stream, out _);

    /// <summary>The newest value of each metric of the scope's plants since then, over all of a plant's streams.</summary>
    public List<StoredValue> Get(ReaderSession session, ReadingScope scope, long since, CancellationToken cancellationToken)
    {
        var streams = StreamQueries.Find(session.Database, scope);
        Fill(session, streams, since, cancellationToken);
        var newest = new Dictionary<(Guid Plant, string Metric), StoredValue>();
        foreach (var stream in streams)
        {
            foreach (var (metric, time, value) in _streams.GetValueOrDefault(stream.Id)?.Since(since) ?? [])
            {
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(newest, (stream.PlantId, metric), out var exists);
                if (!exists || known.Time.ToUnixTimeMilliseconds() < time)
                {
                    known = new StoredValue(DateTimeOffset.FromUnixTimeMilliseconds(time), stream.PlantId, stream.DeviceId, metric, value);
                }
            }
        }

        return [.. newest.Values];
    }

    /// <summary>
    /// Announces the streams that are about to be read. It must happen before the snapshot is taken: what is committed after the
    /// snapshot then reaches them through <see cref="Note"/>, and what was committed before it is in the snapshot.
    /// </summary>
    public void Announce(IEnumerable<long> streams)
    {
        foreach (var stream in streams)
        {
            _streams.TryAdd(stream, new StreamValues());
        }
    }

    private void Fill(ReaderSession session, List<Stream> streams, long since, CancellationToken cancellationToken)
    {
        var missing = streams.FindAll(stream => _streams.TryGetValue(stream.Id, out var values) && values.CompleteSince > since);
        if (missing.Count == 0)
        {
            return;
        }

        var arrivals = Arrivals.Load(session, missing, since, long.MaxValue);
        foreach (var stream in missing)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_streams.TryGetValue(stream.Id, out var values))
            {
                continue;
            }

            using var cursor = new StreamCursor(session, stream, arrivals, since, long.MaxValue, descending: false);
            while (cursor.Next())
            {
                var metrics = new MetricsReader(cursor.Metrics);
                while (metrics.Next())
                {
                    values.Put(session.Names.Get(metrics.Name), cursor.Time, metrics.Value(), replaceSameTime: false);
                }
            }

            values.CompleteSince = since;
        }
    }

    private sealed class StreamValues
    {
        private readonly Dictionary<string, (long Time, MetricValue Value)> _values = new(StringComparer.Ordinal);
        private long _completeSince = long.MaxValue;

        /// <summary>Everything measured since then has been taken into account.</summary>
        public long CompleteSince
        {
            get => Interlocked.Read(ref _completeSince);
            set => Interlocked.Exchange(ref _completeSince, value);
        }

        public void Put(string metric, long time, MetricValue value, bool replaceSameTime)
        {
            lock (_values)
            {
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_values, metric, out var exists);
                if (!exists || known.Time < time || (known.Time == time && replaceSameTime))
                {
                    known = (time, value);
                }
            }
        }

        public List<(string Metric, long Time, MetricValue Value)> Since(long since)
        {
            lock (_values)
            {
                var values = new List<(string, long, MetricValue)>(_values.Count);
                foreach (var (metric, (time, value)) in _values)
                {
                    if (time >= since)
                    {
                        values.Add((metric, time, value));
                    }
                }

                return values;
            }
        }
    }
}
