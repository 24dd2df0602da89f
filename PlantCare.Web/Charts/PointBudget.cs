namespace PlantCare.Web.Charts;

/// <summary>How finely a chart is read: as fine as it can show, and never more than <see cref="MaxPoints"/> points.</summary>
internal static class PointBudget
{
    /// <summary>At most so many points are asked of Api, whatever the range and the screen.</summary>
    public const int MaxPoints = 1_500;

    /// <summary>Fewer than this look coarse on any screen.</summary>
    public const int MinPoints = 240;

    /// <summary>The width that a chart is read for before the browser has said how wide it is, px.</summary>
    public const int WidthAtFirst = 960;

    // Steps that divide an hour or a day, so that the windows of neighbouring reads fall onto each other.
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <summary>The width of a window: the finest step that makes no more points than the chart has pixels.</summary>
    /// <param name="reach">The span that is shown.</param>
    /// <param name="width">The chart's width, px.</param>
    public static TimeSpan Every(TimeSpan reach, int width)
    {
        // One window more than reach / step: the first and the last are cut off by the edges.
        var points = Math.Clamp(width, MinPoints, MaxPoints) - 1;
        return Array.Find(Steps, step => reach / step <= points) is { Ticks: > 0 } step ? step : TimeSpan.FromDays(Math.Ceiling(reach.TotalDays / points));
    }

    /// <summary>The beginning of the window that holds <paramref name="moment"/>, as Api cuts them.</summary>
    public static DateTimeOffset Floor(DateTimeOffset moment, TimeSpan every) => new(moment.UtcTicks - (moment.UtcTicks % every.Ticks), TimeSpan.Zero);
}
