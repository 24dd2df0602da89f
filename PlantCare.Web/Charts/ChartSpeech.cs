using System.Globalization;
using PlantCare.Web.Time;

namespace PlantCare.Web.Charts;

/// <summary>How <c>history.js</c> speaks: the reader's language, as it stands on the rest of the page.</summary>
/// <param name="Language">The language's code, for numbers.</param>
/// <param name="Spread">Stands before the least and the greatest value of a window.</param>
/// <param name="Days">The days' short names, from Sunday on.</param>
/// <param name="Months">The months' short names as they follow a day's number.</param>
/// <param name="MomentPattern">How a moment is written: the letters of a .NET format.</param>
/// <param name="MarkDayPattern">How a day is written on the axis.</param>
/// <param name="MarkTimePattern">How a time of day is written on the axis.</param>
/// <param name="Zone">The person's time zone, by its IANA name; it need not be the browser's.</param>
internal sealed record ChartSpeech(
    string Language,
    string Spread,
    IReadOnlyList<string> Days,
    IReadOnlyList<string> Months,
    string MomentPattern,
    string MarkDayPattern,
    string MarkTimePattern,
    string Zone)
{
    /// <summary>In the language at hand, for somebody who lives in <paramref name="zone"/>.</summary>
    public static ChartSpeech In(TimeZoneInfo zone) => Of(CultureInfo.CurrentCulture, zone);

    private static ChartSpeech Of(CultureInfo culture, TimeZoneInfo zone) => new(
        culture.Name,
        ChartWords.Spread,
        culture.DateTimeFormat.AbbreviatedDayNames,
        culture.DateTimeFormat.AbbreviatedMonthGenitiveNames[..12],
        TimeWords.RowPattern,
        TimeWords.MarkDayPattern,
        TimeWords.MarkTimePattern,
        TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var iana) ? iana : zone.Id);
}
