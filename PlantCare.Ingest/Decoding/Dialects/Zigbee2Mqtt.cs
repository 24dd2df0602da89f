using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>
/// Zigbee2MQTT: <c>zigbee2mqtt/{friendly name, which may hold /}</c> with everything that is known of a device in one object, or, set so, each
/// attribute under a level of its own; <c>…/availability</c>. What stands below <c>bridge</c>, <c>set</c> and <c>get</c> is not about sensors.
/// </summary>
internal sealed class Zigbee2Mqtt : IDialect
{
    public string Name => "zigbee2mqtt";

    public bool Speaks(TopicLevels topic) => topic[0].StartsWith(Name, StringComparison.OrdinalIgnoreCase) && topic.Count >= 2;

    public DialectMessage? Decode(TopicLevels topic, ReadOnlySpan<byte> payload)
    {
        if (topic[1] == "bridge" || topic[^1] is "set" or "get" || topic[^2] is "set" or "get")
        {
            return DialectMessage.Quiet(Name);
        }

        if (topic[^1] == "availability" && topic.Count >= 3)
        {
            var sensor = topic.Join(1..^1);
            return DialectMessage.Of(Name, BareValue.ReadAvailability(payload) is { } isOnline
                ? Sighting.OfAvailability(sensor, isOnline)
                : Sighting.Rejected(sensor, RejectionReason.BadValue, "availability must be online or offline"));
        }

        if (!BareValue.IsObject(payload) && topic.Count >= 3 && MemberNames.IsMetric(topic[^1]))
        {
            return DialectMessage.Of(Name, BareReading.Read(new SightingDraft(topic.Join(1..^1)) { AllowsMillivolts = true }, topic[^1], payload));
        }

        return BareValue.IsObject(payload) ? DialectMessage.Of(Name, ReadObject(topic.Join(1..), payload)) : DialectMessage.Quiet(Name);
    }

    private static Sighting ReadObject(string sensor, ReadOnlySpan<byte> payload)
    {
        // Batteries are measured in mV here, and what hangs on the mains in V.
        var draft = new SightingDraft(sensor) { AllowsMillivolts = true };
        draft.Reject(PayloadObject.Read(payload, draft.ReadMember));
        return draft.ToSighting();
    }
}
