using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>Walks over a stream's rows in the order of time, history and arrivals together.</summary>
internal sealed class StreamCursor : IDisposable
{
    private readonly ReaderSession _session;
    private readonly SqliteStatement _history;
    private readonly IReadOnlyList<Arrival> _arrivals;
    private readonly bool _descending;
    private int _nextArrival;
    private bool _historyHasRow;
    private bool _historyIsCurrent;
    private byte[]? _current;

    public StreamCursor(ReaderSession session, Stream stream, Arrivals arrivals, long from, long to, bool descending)
    {
        _session = session;
        Stream = stream;
        _arrivals = arrivals.Of(stream.Id);
        _descending = descending;
        _nextArrival = descending ? _arrivals.Count - 1 : 0;
        _history = session.Database.Prepare(
            "SELECT time, metrics FROM readings WHERE stream_id = ?1 AND time >= ?2 AND time < ?3 ORDER BY time" + (descending ? " DESC" : ""));
        _history.Bind(1, stream.Id).Bind(2, from).Bind(3, to);
        _historyHasRow = _history.Step();
    }

    public Stream Stream { get; }

    /// <summary>When the current row was measured, Unix milliseconds.</summary>
    public long Time { get; private set; }

    /// <summary>The current row's metrics, JSON, valid until the next step.</summary>
    public ReadOnlySpan<byte> Metrics => _historyIsCurrent ? _history.Utf8(1) : _current;

    private bool HasArrival => _nextArrival >= 0 && _nextArrival < _arrivals.Count;

    public bool Next()
    {
        if (_historyIsCurrent)
        {
            _historyIsCurrent = false;
            _historyHasRow = _history.Step();
        }

        var order = (_historyHasRow, HasArrival) switch
        {
            (false, false) => (int?)null,
            (true, false) => -1,
            (false, true) => 1,
            _ => _history.Integer(0).CompareTo(_arrivals[_nextArrival].Time) * (_descending ? -1 : 1),
        };
        switch (order)
        {
            case null:
                return false;
            case < 0:
                Time = _history.Integer(0);
                _historyIsCurrent = true;
                return true;
            case 0:
                Time = _history.Integer(0);
                _current = _session.Merge(_history.Utf8(1), TakeArrival().Metrics);
                _historyHasRow = _history.Step();
                return true;
            default:
                var arrival = TakeArrival();
                Time = arrival.Time;
                _current = arrival.Metrics;
                return true;
        }
    }

    public void Dispose() => _history.Dispose();

    private Arrival TakeArrival()
    {
        var arrival = _arrivals[_nextArrival];
        _nextArrival += _descending ? -1 : 1;
        return arrival;
    }
}

/// <summary>Times as the tables hold them.</summary>
internal static class UnixTime
{
    /// <summary>A range as its first millisecond and the first after it.</summary>
    public static (long From, long To) ToMilliseconds(this TimeRange range) => (Ceiling(range.From), Ceiling(range.To));

    // A row at 10 ms is not in a range that begins at 10.5 ms, and is in one that ends there.
    private static long Ceiling(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        return time.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? milliseconds : milliseconds + 1;
    }
}
