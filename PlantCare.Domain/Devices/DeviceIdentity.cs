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

    /// <summary>SHA-256 of the secret before this one, which is good until the new one has signed in; null when it is not.</summary>
    public byte[]? PreviousSecretHash { get; init; }

    /// <summary>Until when that is good at most, UTC.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <summary>Which plants it has been in, in the order of time; empty for a device that has never been moved.</summary>
    public IReadOnlyList<PlantStay> Stays { get; init; } = [];

    /// <summary>The plant that it was in; null when it was in none. Before its first known stay it was where it was then.</summary>
    public PlantLabel? PlantAt(DateTimeOffset time)
    {
        for (var i = Stays.Count - 1; i >= 0; i--)
        {
            if (Stays[i].Since <= time || i == 0)
            {
                return Stays[i].Plant;
            }
        }

        return Plant;
    }

    /// <summary>Whether a connection that signed in with that secret may stay.</summary>
    /// <param name="hash">SHA-256 of the secret.</param>
    public bool Knows(ReadOnlySpan<byte> hash) =>
        hash.SequenceEqual(SecretHash) || (PreviousSecretHash is { } previous && hash.SequenceEqual(previous));
}

/// <summary>Since when a device has been in a plant.</summary>
/// <param name="Since">From when on, UTC; until the next stay.</param>
/// <param name="Plant">The plant; null for none.</param>
public readonly record struct PlantStay(DateTimeOffset Since, PlantLabel? Plant);
