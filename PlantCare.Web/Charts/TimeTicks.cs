using System.Globalization;
using PlantCare.Web.Time;

namespace PlantCare.Web.Charts;

/// <summary>The marks of a time axis, at round hours or days of the person's own zone.</summary>
internal static class TimeTicks
{
    private const int Most = 9;

    private static readonly int[] Hours = [1, 3, 6, 12];
    private static readonly int[] Days = [1, 2, 5, 7, 14];

    /// <summary>The marks between two moments, oldest first, each with its text.</summary>
    public static IReadOnlyList<(DateTimeOffset At, string Text)> Between(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        var hours = Array.Find(Hours, step => (to - from).TotalHours / step < Most);
        return hours > 0
            ? [.. Local(from, to, zone, hours).Where(tick => tick.Local.Hour % hours == 0).Select(tick => (tick.At, Hour(tick.Local)))]
            : ByDay(from, to, zone);
    }

    private static IReadOnlyList<(DateTimeOffset At, string Text)> ByDay(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        var days = Array.Find(Days, step => (to - from).TotalDays / step < Most) is > 0 and var found ? found : Days[^1];
        return
        [
            .. Local(from, to, zone, hours: 24)
                .Where((_, index) => index % days == 0)
                .Select(tick => (tick.At, tick.Local.ToString(TimeWords.MarkDayPattern, CultureInfo.CurrentCulture))),
        ];
    }

    private static string Hour(DateTime local) => local.ToString(local.Hour == 0 ? TimeWords.MarkDayPattern : TimeWords.MarkTimePattern, CultureInfo.CurrentCulture);

    // Steps along the wall clock, so that midnight stays midnight when the clocks change; hours that a change leaves out are left out.
    private static IEnumerable<(DateTimeOffset At, DateTime Local)> Local(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, int hours)
    {
        var end = TimeZoneInfo.ConvertTime(to, zone).DateTime;
        for (var local = TimeZoneInfo.ConvertTime(from, zone).Date; local <= end; local = local.AddHours(hours))
        {
            if (!zone.IsInvalidTime(local) && new DateTimeOffset(local, zone.GetUtcOffset(local)) is var at && at >= from && at <= to)
            {
                yield return (at, local);
            }
        }
    }
}
