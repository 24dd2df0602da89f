using System.Text.Json;
using System.Text.Json.Serialization;
using PlantCare.Domain.Metrics;

namespace PlantCare.Domain.Devices;

/// <summary>A device's <c>config</c>: what PlantCare understands of it, and whatever else its owner put there.</summary>
public sealed record DeviceConfig
{
    /// <summary>A device without settings.</summary>
    public static DeviceConfig Empty { get; } = new();

    /// <summary>Which plant and metric a payload's member is about, for devices with several probes.</summary>
    [JsonPropertyName("channels")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Channel>? Channels { get; init; }

    /// <summary>How raw counts become %, by the payload's member.</summary>
    [JsonPropertyName("calibration")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Calibration>? Calibration { get; init; }

    /// <summary>Which plants a gateway's sensors are in, by the sensors' names in their own system; see <see cref="SensorName"/>.</summary>
    [JsonPropertyName("sensors")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, AdoptedSensor>? Sensors { get; init; }

    /// <summary>Everything else, kept as it came.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }
}

/// <summary>One probe of a device.</summary>
/// <param name="PlantId">The plant that it is in.</param>
/// <param name="Metric">What it measures; see <see cref="MetricName"/>.</param>
public sealed record Channel(
    [property: JsonPropertyName("plant_id")] Guid PlantId,
    [property: JsonPropertyName("metric")] string Metric);

/// <summary>A sensor of a gateway that has its plant.</summary>
/// <param name="PlantId">The plant that it is in.</param>
public sealed record AdoptedSensor([property: JsonPropertyName("plant_id")] Guid PlantId)
{
    /// <summary>How its raw counts become %, by metric; most systems send % by themselves.</summary>
    [JsonPropertyName("calibration")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Calibration>? Calibration { get; init; }
}

/// <summary>Two points of a straight line: the counts in dry soil (0 %) and in wet soil (100 %). Either may be the greater.</summary>
/// <param name="Dry">Raw counts at 0 %.</param>
/// <param name="Wet">Raw counts at 100 %.</param>
public sealed record Calibration(
    [property: JsonPropertyName("dry")] double Dry,
    [property: JsonPropertyName("wet")] double Wet)
{
    /// <summary>Whether the two points differ, so that there is a line.</summary>
    [JsonIgnore]
    public bool IsUsable => double.IsFinite(Dry) && double.IsFinite(Wet) && Dry != Wet;

    /// <summary>Raw counts as %, held to 0–100: soil is sometimes drier, or wetter, than when it was calibrated.</summary>
    public double ToPercent(double raw) => Math.Clamp((raw - Dry) / (Wet - Dry) * 100, 0, 100);
}
