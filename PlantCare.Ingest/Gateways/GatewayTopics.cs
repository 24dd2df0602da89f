using PlantCare.Contracts.Mqtt;
using PlantCare.Ingest.Decoding.Dialects;

namespace PlantCare.Ingest.Gateways;

/// <summary>
/// Where a gateway may publish and subscribe outside its own topics, at a broker that knows by the login who it is: systems that speak for
/// sensors have topics of their own.
/// </summary>
public static class GatewayTopics
{
    // Ours, whoever they are for: plantcare/… and plantcare-live/….
    private const string Ours = "plantcare";
    private const string HomeAssistantStatus = "homeassistant/status";

    /// <summary>Whether a gateway may publish there: where a system does that ingest understands, and nowhere else.</summary>
    public static bool MayPublish(string topic) =>
        !IsOurs(topic) && topic.AsSpan().IndexOfAny('+', '#') < 0 && DialectDecoder.Knows(topic);

    /// <summary>
    /// Whether a gateway may subscribe to that filter. Such systems listen for commands on topics of their own, and some do not start when that
    /// is refused; nobody publishes there, so it lets them hear nothing. It must reach neither our topics nor what is meant for Home Assistant.
    /// </summary>
    public static bool MaySubscribe(string deviceId, string filter) =>
        filter.StartsWith($"{Topics.Root}{deviceId}/", StringComparison.Ordinal)
        || (!IsOurs(filter) && filter[0] is not ('+' or '#') && (filter == HomeAssistantStatus || !filter.StartsWith("homeassistant/", StringComparison.Ordinal)));

    private static bool IsOurs(string topic) => topic is [] or ['$', ..] || topic.StartsWith(Ours, StringComparison.Ordinal);
}
