using PlantCare.Domain.Plants;

namespace PlantCare.Domain.Devices;

/// <summary>What ingest must know of a device to place its readings. Immutable: a change makes a new one.</summary>
/// <param name="DeviceId">Its name on the wire.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="SecretHash">SHA-256 of its secret.</param>
/// <param name="Plant">The plant that it is in; null when it is in none.</param>
/// <param name="Config">Channels and calibration.</param>
/// <param name="ChannelPlants">
/// The plants that <see cref="DeviceConfig.Channels"/> and <see cref="DeviceConfig.Sensors"/> name, as far as they are the owner's.
/// </param>
public sealed record DeviceIdentity(
    string DeviceId,
    Guid UserId,
    byte[] SecretHash,
    PlantLabel? Plant,
    DeviceConfig Config,
    IReadOnlyDictionary<Guid, PlantLabel> ChannelPlants)
{
    /// <summary>Whether it speaks for sensors that other systems gather.</summary>
    public bool IsGateway { get; init; }
}
