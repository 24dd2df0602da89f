using System.Globalization;

namespace PlantCare.Api.Data;

/// <summary>Times and durations as query parameters say them.</summary>
internal static class TimeExpression
{
    public const string TimeForms = "must be a time such as 2024-01-15T10:30:00Z, now(), or a duration before now such as -30s, -15m, -1h, -7d, -2w";
    public const string DurationForms = "must be a duration such as 30s, 15m, 1h, 7d or 2w";

    /// <summary><c>2024-01-15T10:30:00Z</c>, <c>now()</c> or <c>-1h</c>.</summary>
    public static bool TryParseTime(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        time = now;
        text = text.Trim();
        if (text is "now()" or "now")
        {
            return true;
        }

        if (text.StartsWith('-') && TryParseDuration(text[1..], out var before))
        {
            return TrySubtract(now, before, out time);
        }

        // A '+' that was not escaped in a URL arrives as a blank: 2024-01-15T10:30:00 02:00.
        var offset = text.Length > 19 && text[^6] == ' ' ? string.Concat(text.AsSpan(0, text.Length - 6), "+", text.AsSpan(text.Length - 5)) : text;
        return offset.Length >= 10
            && char.IsAsciiDigit(offset[0])
            && DateTimeOffset.TryParse(offset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary><c>30s</c>, <c>15m</c>, <c>1h</c>, <c>7d</c> or <c>2w</c>.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = default;
        text = text.Trim();
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        double? seconds = text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => null,
        };
        if (number == 0 || seconds is null || number * seconds.Value > TimeSpan.FromDays(36_500).TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(number * seconds.Value);
        return true;
    }

    private static bool TrySubtract(DateTimeOffset now, TimeSpan before, out DateTimeOffset time)
    {
        time = now.UtcTicks > before.Ticks ? now - before : DateTimeOffset.UnixEpoch;
        return true;
    }
}
