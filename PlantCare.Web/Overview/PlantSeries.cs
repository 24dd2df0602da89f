using PlantCare.Web.Charts;

namespace PlantCare.Web.Overview;

/// <summary>The last day of one metric in half-hour steps, kept up as readings arrive. Steps without readings are gaps.</summary>
internal sealed class PlantSeries
{
    /// <summary>The width of a step.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(30);

    /// <summary>How far back it reaches.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromHours(24);

    private readonly SortedDictionary<DateTimeOffset, Bucket> _steps = [];

    /// <summary>Puts in what Api summed up.</summary>
    public void Load(DateTimeOffset start, double mean) => _steps[Floor(start)] = new Bucket(mean, Count: 1);

    /// <summary>Counts a reading in.</summary>
    public void Add(DateTimeOffset time, double value)
    {
        var start = Floor(time);
        _steps[start] = _steps.TryGetValue(start, out var bucket)
            ? new Bucket(((bucket.Mean * bucket.Count) + value) / (bucket.Count + 1), bucket.Count + 1)
            : new Bucket(value, Count: 1);
    }

    /// <summary>The points of the day that ends now, oldest first: a value in the middle of each step, null where nothing was heard.</summary>
    public IReadOnlyList<SparkPoint> ToPoints(DateTimeOffset now)
    {
        var first = Floor(now - Reach);
        while (_steps.Count > 0 && _steps.First() is { Key: var oldest } && oldest < first)
        {
            _steps.Remove(oldest);
        }

        var points = new List<SparkPoint>();
        for (var start = first; start <= now; start += Step)
        {
            double? value = _steps.TryGetValue(start, out var bucket) ? bucket.Mean : null;
            points.Add(new SparkPoint(start + (Step / 2), value));
        }

        return points;
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Step.Ticks), TimeSpan.Zero);

    private readonly record struct Bucket(double Mean, int Count);
}
