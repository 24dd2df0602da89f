using PlantCare.Domain.Plants;
using PlantCare.Web.Time;

namespace PlantCare.Web.Charts;

/// <summary>A chart in words and as a table, for whoever cannot see it or wants to read it off.</summary>
internal static class HistorySummary
{
    /// <summary>A sentence or two: how far it went, how long it was outside the limits, and how long nothing was heard.</summary>
    public static string Tell(HistoryView view)
    {
        if (view.Points.Count == 0)
        {
            return ChartWords.Nothing;
        }

        var words = new List<string>
        {
            ChartWords.Between(
                view.Text(view.Points.Min(point => point.Min)), view.Text(view.Points.Max(point => point.Max)), view.Text(view.Points.Average(point => point.Mean))),
        };
        if (view.Limits is { } limits)
        {
            var low = TimeIn(view, Condition.Low);
            var high = TimeIn(view, Condition.High);
            if (limits.Min is { } min && low > TimeSpan.Zero)
            {
                words.Add(ChartWords.Below(view.Text(min), TimeWords.Span(low)));
            }

            if (limits.Max is { } max && high > TimeSpan.Zero)
            {
                words.Add(ChartWords.Above(view.Text(max), TimeWords.Span(high)));
            }

            if (low + high == TimeSpan.Zero && limits is not { Min: null, Max: null })
            {
                words.Add(ChartWords.WithinLimits);
            }
        }

        if (Silences(view) is { Count: > 0 } silences)
        {
            words.Add(ChartWords.Silent(silences.Count, TimeWords.Span(silences.Max())));
        }

        return string.Join(' ', words);
    }

    /// <summary>How long the means were on one side of the limits: the points there, each for the time that is usual between two.</summary>
    public static TimeSpan TimeIn(HistoryView view, Condition condition) =>
        view.Usual * view.Points.Count(point => Conditions.Judge(point.Mean, view.Limits) == condition);

    /// <summary>The view in rows of the range's own width, cut in the person's zone, newest first.</summary>
    public static IReadOnlyList<HistoryRow> Rows(HistoryView view, TimeZoneInfo zone) =>
    [
        .. view.Points
            .GroupBy(point => Row(TimeZoneInfo.ConvertTime(point.At, zone), view.Range.TableStep))
            .OrderByDescending(group => group.Key)
            .Select(group => new HistoryRow(
                group.Key, group.Average(point => point.Mean), group.Min(point => point.Min), group.Max(point => point.Max))),
    ];

    // By the wall clock: a row of six hours begins at 0, 6, 12 or 18, whatever the zone.
    private static DateTimeOffset Row(DateTimeOffset local, TimeSpan step)
    {
        var day = local.Date;
        return new DateTimeOffset(day + (step * Math.Floor((local.DateTime - day) / step)), local.Offset);
    }

    private static List<TimeSpan> Silences(HistoryView view)
    {
        var silences = new List<TimeSpan>();
        for (var i = 1; i < view.Stretches.Count; i++)
        {
            silences.Add(view.Points[view.Stretches[i].Start].At - view.Points[view.Stretches[i - 1].End.Value - 1].At);
        }

        return silences;
    }
}

/// <summary>A row of the table.</summary>
/// <param name="From">When it begins, in the person's zone.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
internal readonly record struct HistoryRow(DateTimeOffset From, double Mean, double Min, double Max);
