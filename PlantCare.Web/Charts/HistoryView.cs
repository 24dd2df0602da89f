using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Charts;

/// <summary>What a chart shows, worked out once for all of its forms: the drawing, the interactive chart, the words and the table.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Range">How far back it reaches.</param>
/// <param name="From">Its left end.</param>
/// <param name="To">Its right end.</param>
/// <param name="Every">The width of a window.</param>
/// <param name="Points">The points, oldest first, in the unit in which they are shown, as are limits and scale.</param>
/// <param name="Stretches">The points without a gap between them.</param>
/// <param name="Usual">What is usual between two points.</param>
/// <param name="Limits">What the plant wants; null where there is nothing to hold the values against.</param>
/// <param name="IsRaw">They are a probe's raw counts.</param>
/// <param name="Scale">The value axis.</param>
public sealed record HistoryView(
    string Metric,
    ChartRange Range,
    DateTimeOffset From,
    DateTimeOffset To,
    TimeSpan Every,
    IReadOnlyList<HistoryPoint> Points,
    IReadOnlyList<Range> Stretches,
    TimeSpan Usual,
    Threshold? Limits,
    bool IsRaw,
    ValueScale Scale)
{
    /// <summary>Whether any window holds more than one value, so that there is a band to show.</summary>
    public bool HasSpread => Points.Any(point => point.Max > point.Min);

    /// <summary>What follows a value: its unit, with the space before it; empty for a raw count.</summary>
    public string Unit => IsRaw ? "" : MetricText.After(MetricText.Unit(Metric, MetricValue.Of(0d)));

    /// <summary>Works it out.</summary>
    internal static HistoryView Of(string metric, ChartRange range, History history, Threshold? limits, DateTimeOffset now)
    {
        var all = history.ToPoints(now);

        // A probe that was calibrated within the range has counts before and % after. They share no scale; what it sends now is shown.
        var raw = all.Count > 0 && MetricText.IsRaw(metric, all[^1].Max);
        IReadOnlyList<HistoryPoint> points = [.. all.Where(point => MetricText.IsRaw(metric, point.Max) == raw).Select(point => Show(metric, point))];
        var from = now - range.Reach;
        var to = points.Count > 0 && points[^1].At > now ? points[^1].At : now;
        var known = KnownMetrics.Find(metric);
        var held = raw ? null : ShownUnits.Show(metric, limits);
        var scale = ValueScale.Fit(
            points.SelectMany(point => (double[])[point.Min, point.Max]).Concat(((double?[])[held?.Min, held?.Max]).OfType<double>()),
            raw ? 0 : known?.Min is { } least ? ShownUnits.Show(metric, least) : double.MinValue,
            raw || known?.Max is not { } most ? double.MaxValue : ShownUnits.Show(metric, most));
        return new HistoryView(
            metric,
            range,
            from,
            to,
            history.Every,
            points,
            Gaps.Stretches(points, Gaps.Longest(points, history.Every)),
            Gaps.Usual(points, history.Every),
            held,
            raw,
            scale);
    }

    /// <summary>A value with its unit.</summary>
    public string Text(double value) => MetricText.ShownWithUnit(Metric, value);

    private static HistoryPoint Show(string metric, HistoryPoint point) => point with
    {
        Mean = ShownUnits.Show(metric, point.Mean),
        Min = ShownUnits.Show(metric, point.Min),
        Max = ShownUnits.Show(metric, point.Max),
    };
}
