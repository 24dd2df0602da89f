using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PlantCare.Contracts.Json;

namespace PlantCare.Contracts.Mqtt;

/// <summary>
/// A command as a device gets it: <c>{"id":"…","action":"water","value":true,"seconds":5,"expires_at":"…"}</c>. It comes at QoS 1 and so may
/// come twice: a device does what has the same id once.
/// </summary>
/// <param name="Id">The command; the device names it in its answer.</param>
/// <param name="Action">What to do, such as <c>water</c>.</param>
/// <param name="Value">How; <c>false</c> stops a watering.</param>
/// <param name="Seconds">For how long, seconds; absent when there is nothing to say.</param>
/// <param name="ExpiresAt">From then on it must not be done any more.</param>
public sealed record CommandPayload(
    Guid Id,
    string Action,
    JsonNode? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Seconds,
    DateTimeOffset ExpiresAt)
{
    /// <summary>As it goes over the wire.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, PlantCareJson.Options);

    /// <summary>Until when what is on the wire may be done; null when it is no command.</summary>
    /// <param name="payload">What is on the wire.</param>
    public static DateTimeOffset? ExpiryOf(in ReadOnlySequence<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            return JsonSerializer.Deserialize<CommandPayload>(ref reader, PlantCareJson.Options)?.ExpiresAt;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
