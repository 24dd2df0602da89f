namespace PlantCare.Web.Charts;

/// <summary>Where a curve has to break: silence is shown as silence, not as a line across it.</summary>
internal static class Gaps
{
    /// <summary>A shorter silence is nobody's news: devices report a little early or late, and miss a beat.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(10);

    /// <summary>How far apart two points may be and still belong together: three times what is usual for this device.</summary>
    public static TimeSpan Longest(IReadOnlyList<HistoryPoint> points, TimeSpan every)
    {
        var usual = Usual(points, every) * 3;
        return usual > Least ? usual : Least;
    }

    /// <summary>What is usual between two points: the median, at least <paramref name="every"/>.</summary>
    public static TimeSpan Usual(IReadOnlyList<HistoryPoint> points, TimeSpan every)
    {
        if (points.Count < 2)
        {
            return every;
        }

        var between = new TimeSpan[points.Count - 1];
        for (var i = 1; i < points.Count; i++)
        {
            between[i - 1] = points[i].At - points[i - 1].At;
        }

        Array.Sort(between);
        var median = between[between.Length / 2];
        return median > every ? median : every;
    }

    /// <summary>The stretches without a gap, as ranges into <paramref name="points"/>.</summary>
    public static IReadOnlyList<Range> Stretches(IReadOnlyList<HistoryPoint> points, TimeSpan longest)
    {
        var stretches = new List<Range>();
        var start = 0;
        for (var i = 1; i <= points.Count; i++)
        {
            if (i == points.Count || points[i].At - points[i - 1].At > longest)
            {
                stretches.Add(start..i);
                start = i;
            }
        }

        return points.Count == 0 ? [] : stretches;
    }
}
