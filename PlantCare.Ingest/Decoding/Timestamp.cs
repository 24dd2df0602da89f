using System.Globalization;
using System.Text.Json;

namespace PlantCare.Ingest.Decoding;

/// <summary>Reads <c>timestamp</c> and <c>ts</c>: RFC 3339, or Unix time in seconds or milliseconds.</summary>
internal static class Timestamp
{
    // Below: seconds until the year 5138. Above: milliseconds since March 1973.
    private const double FirstMilliseconds = 1e11;

    private static readonly DateTimeOffset FirstCertain = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly double MaxUnixMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static bool TryRead(ref Utf8JsonReader reader, out DateTimeOffset time)
    {
        time = default;
        return reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDouble(out var number) && TryFromUnix(number, out time),
            JsonTokenType.String => TryParse(ref reader, out time),
            _ => false,
        };
    }

    /// <summary>
    /// Reads a time that another system gives beside what it measured, as far as it is certain: some write the time of their own zone and do
    /// not say which that is, and some begin in 1970 until they have heard the time.
    /// </summary>
    public static bool TryReadCertain(ref Utf8JsonReader reader, bool assumesUtc, out DateTimeOffset time)
    {
        var hasZone = reader.TokenType != JsonTokenType.String || assumesUtc || (reader.TryGetDateTime(out var parsed) && parsed.Kind != DateTimeKind.Unspecified);
        time = default;
        return hasZone && TryRead(ref reader, out time) && time >= FirstCertain;
    }

    private static bool TryParse(ref Utf8JsonReader reader, out DateTimeOffset time)
    {
        // The short way for what nearly everybody sends; a time without an offset is UTC, as the old system's devices mean it.
        if (reader.TryGetDateTime(out var parsed))
        {
            time = parsed.Kind switch
            {
                DateTimeKind.Unspecified => new DateTimeOffset(parsed, TimeSpan.Zero),
                _ => new DateTimeOffset(parsed).ToUniversalTime(),
            };
            time = Truncate(time);
            return true;
        }

        var text = reader.GetString();
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return TryFromUnix(number, out time);
        }

        var read = DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
        time = Truncate(time);
        return read;
    }

    private static bool TryFromUnix(double number, out DateTimeOffset time)
    {
        var milliseconds = Math.Abs(number) < FirstMilliseconds ? number * 1_000 : number;
        var possible = milliseconds >= 0 && milliseconds <= MaxUnixMilliseconds;
        time = possible ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(milliseconds)) : default;
        return possible;
    }

    private static DateTimeOffset Truncate(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), time.Offset);
}
