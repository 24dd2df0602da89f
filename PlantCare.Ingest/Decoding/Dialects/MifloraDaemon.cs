using System.Text.Json;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>
/// ThomDietrich's miflora-mqtt-daemon, in three of its modes: <c>miflora/Petunia</c> and <c>miflora/sensor/petunia/state</c> with everything in
/// one object, and <c>miflora/status/Petunia/moisture</c> with <c>{"val":30,"ts":1693000000000}</c> (mqtt-smarthome). Homie is a dialect of its own.
/// </summary>
internal sealed class MifloraDaemon : IDialect
{
    private const string Base = "miflora";

    public string Name => "miflora-mqtt-daemon";

    public bool Speaks(TopicLevels topic) =>
        (topic[0].StartsWith(Base, StringComparison.OrdinalIgnoreCase) && topic.Count > 1) || IsHomeAssistantState(topic);

    public DialectMessage? Decode(TopicLevels topic, ReadOnlySpan<byte> payload)
    {
        if (IsHomeAssistantState(topic))
        {
            // With a bare number it is a node of ESPHome.
            return BareValue.IsObject(payload) ? DialectMessage.Of(Name, ReadObject(topic[^2], payload)) : null;
        }

        return (topic.Count, topic[1]) switch
        {
            (2, not (['$', ..] or "connected")) => DialectMessage.Of(Name, ReadObject(topic[1], payload)),
            (4, "status") => DialectMessage.Of(Name, ReadStatus(topic[2], topic[3], payload)),
            _ => DialectMessage.Quiet(Name),
        };
    }

    // The daemon's base topic is then homeassistant, if its settings name no other.
    private static bool IsHomeAssistantState(TopicLevels topic) => topic.Count >= 4 && topic[^3] == "sensor" && topic[^1] == "state";

    private static Sighting ReadObject(string sensor, ReadOnlySpan<byte> payload)
    {
        var draft = new SightingDraft(sensor);
        draft.Reject(PayloadObject.Read(payload, draft.ReadMember));
        return draft.ToSighting();
    }

    private static Sighting ReadStatus(string sensor, string metric, ReadOnlySpan<byte> payload)
    {
        var draft = new SightingDraft(sensor);
        if (BareValue.TryReadNumber(payload, out var number))
        {
            draft.Add(metric, number);
            return draft.ToSighting();
        }

        var hasValue = false;
        draft.Reject(PayloadObject.Read(payload, (ref Utf8JsonReader reader) =>
        {
            if (!reader.ValueTextEquals("val"u8))
            {
                draft.ReadMember(ref reader);
                return;
            }

            hasValue = true;
            reader.Read();
            draft.ReadValue(metric, ref reader);
        }));
        draft.Reject(hasValue ? null : new Rejection(RejectionReason.NoMetric, "no member is 'val'"));
        return draft.ToSighting();
    }
}
