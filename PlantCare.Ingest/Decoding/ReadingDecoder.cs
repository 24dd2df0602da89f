using System.Text.Json;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding;

/// <summary>What a decoder must know beside the payload.</summary>
/// <param name="Device">Who sent it; identity is never taken from the payload.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Clock">Times readings that carry no time.</param>
/// <param name="Oldest">The oldest time that is kept.</param>
/// <param name="Newest">The furthest that a device's clock may be ahead.</param>
internal readonly record struct DecodingContext(
    DeviceIdentity Device, DateTimeOffset ReceivedAt, ArrivalClock Clock, DateTimeOffset Oldest, DateTimeOffset Newest)
{
    /// <summary>Why a reading of that time cannot be kept; null when it can.</summary>
    public Rejection? CheckTime(DateTimeOffset time) =>
        time > Newest ? new Rejection(
            RejectionReason.ClockAhead, $"timestamp {time:yyyy-MM-ddTHH:mm:ssZ} is ahead of the server's clock ({ReceivedAt:yyyy-MM-ddTHH:mm:ssZ})")
        : time < Oldest ? new Rejection(
            RejectionReason.TooOld, $"timestamp {time:yyyy-MM-ddTHH:mm:ssZ} is older than the retention (since {Oldest:yyyy-MM-ddTHH:mm:ssZ})")
        : null;
}

/// <summary>Decodes PlantCare's own payload: one reading, or an array of up to 1,000. Pure: bytes in, readings or reasons out.</summary>
internal static class ReadingDecoder
{
    /// <summary>The longest payload, bytes.</summary>
    public const int MaxPayloadBytes = 64 * 1024;

    /// <summary>The most readings in one message.</summary>
    public const int MaxReadings = 1_000;

    /// <summary>The most metrics in one reading.</summary>
    public const int MaxMetrics = 64;

    public static DecodedMessage Decode(ReadOnlySpan<byte> payload, in DecodingContext context)
    {
        if (payload.Length > MaxPayloadBytes)
        {
            return DecodedMessage.Rejected(RejectionReason.TooLarge, $"the message has {payload.Length} bytes; at most {MaxPayloadBytes} are taken");
        }

        try
        {
            var reader = new Utf8JsonReader(payload);
            reader.Read();
            var decoded = reader.TokenType switch
            {
                JsonTokenType.StartObject => DecodeOne(ref reader, context),
                JsonTokenType.StartArray => DecodeMany(ref reader, context),
                _ => DecodedMessage.Rejected(RejectionReason.NotAReading, "expected a JSON object, or an array of them"),
            };

            // Whatever stands behind the value makes the message as a whole something else than JSON.
            reader.Read();
            return decoded;
        }
        catch (JsonException exception)
        {
            return DecodedMessage.Rejected(RejectionReason.NotJson, $"not JSON: {Describe(exception, payload)}");
        }
        catch (InvalidOperationException)
        {
            // A text that is no valid UTF-8, or half of a surrogate pair.
            return DecodedMessage.Rejected(RejectionReason.NotJson, "not JSON: a text is not valid Unicode");
        }
    }

    /// <summary>What is wrong with a payload that is not JSON.</summary>
    public static string Describe(JsonException exception, ReadOnlySpan<byte> payload) => payload switch
    {
        [] => "the message is empty",
        _ when payload.IndexOf("NaN"u8) >= 0 || payload.IndexOf("Infinity"u8) >= 0 => "NaN and Infinity have no JSON; leave the metric out",
        _ => $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}",
    };

    private static DecodedMessage DecodeOne(ref Utf8JsonReader reader, in DecodingContext context)
    {
        var draft = new ReadingDraft(context);
        var rejection = draft.Read(ref reader);
        return rejection is null ? new DecodedMessage(draft.ToReadings(), []) : new DecodedMessage([], [rejection]);
    }

    private static DecodedMessage DecodeMany(ref Utf8JsonReader reader, in DecodingContext context)
    {
        var readings = new List<Reading>();
        var rejections = new List<Rejection>();
        var place = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++place > MaxReadings)
            {
                return DecodedMessage.Rejected(RejectionReason.TooMany, $"more than {MaxReadings} readings in one message");
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                rejections.Add(new Rejection(RejectionReason.NotAReading, $"reading {place} is not a JSON object"));
                continue;
            }

            var draft = new ReadingDraft(context);
            if (draft.Read(ref reader) is { } rejection)
            {
                rejections.Add(rejection with { Detail = $"reading {place}: {rejection.Detail}" });
            }
            else
            {
                readings.AddRange(draft.ToReadings());
            }
        }

        return place == 0
            ? DecodedMessage.Rejected(RejectionReason.NotAReading, "the array holds no readings")
            : new DecodedMessage(readings, rejections);
    }
}
