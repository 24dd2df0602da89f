using System.Text.Json;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>
/// Theengs Gateway and OpenMQTTGateway: <c>home/{gateway}/BTtoMQTT/C47C8D65B663</c> with one or a few metrics in an object, numbers perhaps as
/// texts, beside the sensor's make and address. A Mi Flora says one metric at a time, a b-parasite all of them.
/// </summary>
internal sealed class Theengs : IDialect
{
    /// <summary>The level that what Bluetooth sensors say is under.</summary>
    public const string Bluetooth = "BTtoMQTT";

    private const string OtherRadios = "toMQTT";
    private const string Base = "home";

    public string Name => "theengs";

    public bool Speaks(TopicLevels topic) =>
        topic.Any(level => level.EndsWith(OtherRadios, StringComparison.Ordinal))
        || ((topic[0] == Base || topic.Count == 2) && topic[^1] is "LWT" or "version" or "presence" or "trackersync")
        || (topic[0] == Base && topic[1] == "presence");

    public DialectMessage? Decode(TopicLevels topic, ReadOnlySpan<byte> payload)
    {
        // What its other radios hear, and what it says of itself.
        var place = topic.IndexOf(Bluetooth);
        if (place < 0 || topic[^1] == "undecoded")
        {
            return DialectMessage.Quiet(Name);
        }

        // In 2018 a level more said which metric a bare number is, and a number without one how near the sensor.
        var below = topic.Count - place - 1;
        if (below > 1 || !BareValue.IsObject(payload))
        {
            return null;
        }

        var (sensor, rejection) = (below == 1 ? topic[^1] : null, (Rejection?)null);
        rejection = PayloadObject.Read(payload, (ref Utf8JsonReader reader) => sensor = ReadName(ref reader) ?? sensor);
        var draft = new SightingDraft(SensorName.Display(sensor ?? ""));
        if (rejection is null && sensor is not null)
        {
            PayloadObject.Read(payload, draft.ReadMember);
        }

        draft.Reject(rejection);
        return sensor is null
            ? new DialectMessage(Name, []) { Rejection = rejection ?? new Rejection(RejectionReason.BadTopic, "neither the topic nor 'id' says which sensor") }
            : DialectMessage.Of(Name, draft.ToSighting());
    }

    // A beacon's id is no address; then mac says it, or the topic.
    private static string? ReadName(ref Utf8JsonReader reader)
    {
        var isName = reader.ValueTextEquals("id"u8) || reader.ValueTextEquals("mac"u8);
        reader.Read();
        var name = isName && reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && SensorName.IsMac(text) ? text : null;
        reader.Skip();
        return name;
    }
}
