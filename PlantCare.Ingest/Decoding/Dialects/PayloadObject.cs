using System.Text.Json;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>Reads a member of an object.</summary>
/// <param name="reader">Stands on the name; afterwards on the last token of the value.</param>
internal delegate void MemberReader(ref Utf8JsonReader reader);

/// <summary>Reads a payload that is a JSON object, in the order in which it stands there: a name may stand twice, and both count.</summary>
internal static class PayloadObject
{
    /// <returns>Why it is none; null when all of it was read.</returns>
    public static Rejection? Read(ReadOnlySpan<byte> payload, MemberReader readMember)
    {
        if (payload.Length > ReadingDecoder.MaxPayloadBytes)
        {
            return new Rejection(
                RejectionReason.TooLarge, $"the message has {payload.Length} bytes; at most {ReadingDecoder.MaxPayloadBytes} are taken");
        }

        try
        {
            var reader = new Utf8JsonReader(payload);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return new Rejection(RejectionReason.NotAReading, "expected a JSON object");
            }

            ReadMembers(ref reader, readMember);
            reader.Read();
            return null;
        }
        catch (JsonException exception)
        {
            return new Rejection(RejectionReason.NotJson, $"not JSON: {ReadingDecoder.Describe(exception, payload)}");
        }
        catch (InvalidOperationException)
        {
            // A text that is no valid UTF-8, or half of a surrogate pair.
            return new Rejection(RejectionReason.NotJson, "not JSON: a text is not valid Unicode");
        }
    }

    /// <summary>Reads the members of the object that the reader stands at.</summary>
    public static void ReadMembers(ref Utf8JsonReader reader, MemberReader readMember)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            readMember(ref reader);
        }
    }
}
