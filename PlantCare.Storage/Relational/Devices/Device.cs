using PlantCare.Domain.Devices;
using PlantCare.Storage.Relational.Plants;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>A device. Stored as <c>devices</c>.</summary>
public sealed class Device : IOwned
{
    /// <summary>The device.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Its name on the wire, unique; see <see cref="Domain.Devices.DeviceId"/>.</summary>
    public required string DeviceId { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; set; }

    /// <summary>What it is, such as <c>sensor</c> or <c>gateway</c>.</summary>
    public required string Type { get; set; }

    /// <summary>Its channels, calibration and other settings.</summary>
    public DeviceConfig Config { get; set; } = DeviceConfig.Empty;

    /// <inheritdoc/>
    public Guid UserId { get; init; }

    /// <summary>The plant that it is in; null when in none.</summary>
    public Guid? PlantId { get; set; }

    /// <summary>That plant, when loaded.</summary>
    public Plant? Plant { get; init; }

    /// <summary>SHA-256 of its secret, 32 bytes.</summary>
    public required byte[] SecretHash { get; set; }

    /// <summary>
    /// The secret itself, readable with the system's keys alone: a broker of its own wants to be told it. Null where the broker needs no
    /// telling, and for a device whose secret is from before there was one.
    /// </summary>
    public byte[]? SecretProtected { get; set; }

    /// <summary>SHA-256 of the secret before this one, which is good until the device has used the new one; null when it is no longer.</summary>
    public byte[]? PreviousSecretHash { get; set; }

    /// <summary>The secret before this one, as <see cref="SecretProtected"/>.</summary>
    public byte[]? PreviousSecretProtected { get; set; }

    /// <summary>Until when the secret before this one is good at most, UTC.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; set; }

    /// <summary>Since when it may not sign in, UTC; null while it may.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>The version of its firmware, as it last said; null when it says none.</summary>
    public string? Firmware { get; set; }

    /// <summary>The strength of its radio signal, dBm, as it last said; null when it says none.</summary>
    public double? Rssi { get; set; }

    /// <summary>How long it usually waits between two readings, seconds, learned from them; null until that is known.</summary>
    public double? IntervalSeconds { get; set; }

    /// <summary>Whether it is connected, as it or the broker last said; null when it has never signed in.</summary>
    public bool? Online { get; set; }

    /// <summary>When it was last heard, UTC; null when never.</summary>
    public DateTimeOffset? LastSeen { get; set; }

    /// <summary>Its last battery charge, %; null when it sends none.</summary>
    public double? Battery { get; set; }

    /// <summary>When it was added, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
