using System.Globalization;

namespace PlantCare.Web.Time;

/// <summary>Time as the person at the browser reads it: their zone, and how long ago.</summary>
/// <param name="time">The clock.</param>
internal sealed class BrowserClock(TimeProvider time)
{
    /// <summary>The cookie in which the browser says its zone.</summary>
    public const string Cookie = "plantcare-zone";

    /// <summary>The browser's zone; UTC until it has said.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Takes the zone that the browser said, by its IANA name.</summary>
    public void UseZone(string? id)
    {
        if (id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            Zone = zone;
        }
    }

    /// <summary>A moment in the browser's zone.</summary>
    public DateTimeOffset ToLocal(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>How long ago, such as <c>3 min ago</c>.</summary>
    public string Age(DateTimeOffset moment) => TimeWords.Age(Now - moment);

    /// <summary>The moment in full, such as <c>Tue 3 Mar 2026, 14:05</c>.</summary>
    public string Full(DateTimeOffset moment) => ToLocal(moment).ToString(TimeWords.MomentPattern, CultureInfo.CurrentCulture);

    /// <summary>The day, such as <c>3 Mar 2026</c>.</summary>
    public string Day(DateTimeOffset moment) => ToLocal(moment).ToString(TimeWords.DayPattern, CultureInfo.CurrentCulture);
}
