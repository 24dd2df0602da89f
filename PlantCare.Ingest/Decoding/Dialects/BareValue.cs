using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>Reads payloads that are a single word or number.</summary>
internal static class BareValue
{
    private const int MaxBytes = 64;

    /// <summary>A number such as <c>42.0</c>; <c>nan</c> is one, too.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> payload, out double number)
    {
        number = 0;
        return payload.Length <= MaxBytes && double.TryParse(payload.Trim(" \t\r\n"u8), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Whether a sensor is there: <c>online</c>, <c>Offline</c>, <c>{"state":"online"}</c>. Null when it says neither.</summary>
    public static bool? ReadAvailability(ReadOnlySpan<byte> payload)
    {
        if (IsObject(payload))
        {
            bool? state = null;
            var rejection = PayloadObject.Read(payload, (ref Utf8JsonReader reader) =>
            {
                var isState = reader.ValueTextEquals("state"u8);
                reader.Read();
                state = isState && reader.TokenType == JsonTokenType.String ? ToAvailability(reader.GetString()!) : state;
                reader.Skip();
            });
            return rejection is null ? state : null;
        }

        return payload.Length <= MaxBytes ? ToAvailability(Encoding.UTF8.GetString(payload)) : null;
    }

    /// <summary>Whether a payload begins like a JSON object.</summary>
    public static bool IsObject(ReadOnlySpan<byte> payload) => payload.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    private static bool? ToAvailability(string text) => text.Trim().ToUpperInvariant() switch
    {
        "ONLINE" => true,
        "OFFLINE" => false,
        _ => null,
    };
}
