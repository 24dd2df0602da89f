namespace PlantCare.Web.Charts;

/// <summary>The windows of one metric that a chart shows, kept up as readings arrive.</summary>
/// <param name="reach">How far back it reaches.</param>
/// <param name="every">The width of a window.</param>
internal sealed class History(TimeSpan reach, TimeSpan every)
{
    private readonly SortedDictionary<DateTimeOffset, Window> _windows = [];

    /// <summary>How far back it reaches.</summary>
    public TimeSpan Reach => reach;

    /// <summary>The width of a window.</summary>
    public TimeSpan Every => every;

    /// <summary>From when on Api has to be asked for what ends <paramref name="now"/>.</summary>
    public DateTimeOffset From(DateTimeOffset now) => PointBudget.Floor(now - reach, every);

    /// <summary>Puts in a window as Api summed it up, in place of what was counted here.</summary>
    public void Load(DateTimeOffset start, double mean, double min, double max) =>
        _windows[PointBudget.Floor(start, every)] = new Window(mean, min, max, Count: 1);

    /// <summary>Counts a reading in. Until Api is asked again, a window that Api summed up counts as one reading.</summary>
    public void Add(DateTimeOffset time, double value)
    {
        var start = PointBudget.Floor(time, every);
        _windows[start] = _windows.TryGetValue(start, out var window)
            ? new Window(
                ((window.Mean * window.Count) + value) / (window.Count + 1), Math.Min(window.Min, value), Math.Max(window.Max, value), window.Count + 1)
            : new Window(value, value, value, Count: 1);
    }

    /// <summary>The points up to <paramref name="now"/>, oldest first; what is too old is forgotten.</summary>
    public IReadOnlyList<HistoryPoint> ToPoints(DateTimeOffset now)
    {
        var first = From(now);
        foreach (var old in _windows.Keys.TakeWhile(start => start < first).ToArray())
        {
            _windows.Remove(old);
        }

        return [.. _windows.Select(pair => new HistoryPoint(pair.Key + (every / 2), pair.Value.Mean, pair.Value.Min, pair.Value.Max))];
    }

    private readonly record struct Window(double Mean, double Min, double Max, int Count);
}
