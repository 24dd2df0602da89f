namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>
/// ESPHome: <c>{node}/sensor/{object_id}/state</c> with a bare number, retained, and <c>{node}/status</c>. One node may hold probes for several
/// plants, told apart by what stands before the metric: <c>balcony/sensor/peace_lily_moisture/state</c> is of <c>balcony/peace_lily</c>.
/// A node whose <c>topic_prefix</c> is <c>plantcare/{device_id}</c> has no other name than the gateway's.
/// </summary>
internal sealed class EspHome : IDialect
{
    private static readonly string[] Components =
    [
        "binary_sensor", "text_sensor", "switch", "light", "fan", "cover", "climate", "number", "select", "button", "lock", "valve", "text",
        "date", "time", "datetime", "event", "update", "camera", "alarm_control_panel",
    ];

    public string Name => "esphome";

    public bool Speaks(TopicLevels topic) => IsSensor(topic) || (topic.Count >= 2 && topic[^1] is "status" or "debug") || IsOtherComponent(topic);

    public DialectMessage? Decode(TopicLevels topic, ReadOnlySpan<byte> payload)
    {
        if (!IsSensor(topic))
        {
            return topic[^1] == "status" && BareValue.ReadAvailability(payload) is { } isOnline
                ? DialectMessage.Of(Name, Sighting.OfAvailability(topic.Join(..^1), isOnline))
                : DialectMessage.Quiet(Name);
        }

        var node = topic.Join(..^3);
        var (owner, metric) = MemberNames.Split(topic[^2]);
        var sensor = (node, owner) switch
        {
            (_, "") => node,
            ("", _) => owner,
            _ => $"{node}/{owner}",
        };
        var draft = new SightingDraft(sensor) { Alias = node.Length > 0 && owner.Length > 0 ? node : null, AllowsCounts = true };
        return DialectMessage.Of(Name, BareReading.Read(draft, metric, payload));
    }

    private static bool IsSensor(TopicLevels topic) => topic.Count >= 3 && topic[^3] == "sensor" && topic[^1] == "state";

    // A thermostat has a level more: climate/{object_id}/mode/state.
    private static bool IsOtherComponent(TopicLevels topic) =>
        topic[0] == "esphome" || (topic[^1] is "state" or "command" && (Array.IndexOf(Components, topic[^3]) >= 0 || Array.IndexOf(Components, topic[^4]) >= 0));
}
