using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;

namespace PlantCare.Domain.Readings;

/// <summary>What one device said about one plant at one moment. The same device, plant, metric and time overwrite themselves.</summary>
/// <param name="Plant">The plant and, through it, the owner.</param>
/// <param name="DeviceId">The device's name on the wire.</param>
/// <param name="Time">When it was measured, UTC, whole milliseconds.</param>
/// <param name="Measurements">At least one; no metric stands twice.</param>
public sealed record Reading(PlantLabel Plant, string DeviceId, DateTimeOffset Time, IReadOnlyList<Measurement> Measurements)
{
    /// <summary>The sensor of a gateway that measured it, by its name there; null when the device itself did. It is not stored.</summary>
    public string? Sensor { get; init; }
}
