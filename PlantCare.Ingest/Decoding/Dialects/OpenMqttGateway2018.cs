using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>
/// OpenMQTTGateway as it was until 2018: <c>home/BTtoMQTT/C47C8D6273BD/hum</c> with a bare number, and the signal's strength on
/// <c>home/BTtoMQTT/C47C8D6273BD</c>. A Mi Flora's <c>hum</c> is the moisture of the soil; that it is one can be told from its address.
/// </summary>
internal sealed class OpenMqttGateway2018 : IDialect
{
    // The makers of the Mi Flora by the first half of their addresses: HHCC Plant Technology.
    private static readonly string[] MiFlora = ["c47c8d", "80eaca"];

    public string Name => "openmqttgateway-2018";

    public bool Speaks(TopicLevels topic) => topic.IndexOf(Theengs.Bluetooth) is > 0 and var place && topic.Count - place - 1 is 1 or 2;

    public DialectMessage? Decode(TopicLevels topic, ReadOnlySpan<byte> payload)
    {
        var address = topic[topic.IndexOf(Theengs.Bluetooth) + 1];
        var isSignal = topic[^2] == Theengs.Bluetooth;
        if (MetricOf(isSignal ? "rssi" : topic[^1], address) is not { } metric)
        {
            return DialectMessage.Quiet(Name);
        }

        return DialectMessage.Of(Name, BareReading.Read(new SightingDraft(SensorName.Display(address)), metric, payload));
    }

    private static string? MetricOf(string level, string address) => level switch
    {
        "hum" => MiFlora.Any(maker => SensorName.Normalize(address).StartsWith(maker, StringComparison.Ordinal))
            ? KnownMetrics.SoilMoisture.Name
            : KnownMetrics.Humidity.Name,
        "tem" => KnownMetrics.Temperature.Name,
        _ => MemberNames.IsMetric(level) ? level : null,
    };
}
