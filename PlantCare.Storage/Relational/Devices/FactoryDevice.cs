namespace PlantCare.Storage.Relational.Devices;

/// <summary>
/// A device that left its maker with a key and a label, and belongs to nobody yet. Stored as <c>factory_devices</c>; the system's own. Claimed,
/// it becomes a device whose secret is that key.
/// </summary>
public sealed class FactoryDevice
{
    /// <summary>The name on the wire that it will have.</summary>
    public required string DeviceId { get; init; }

    /// <summary>SHA-256 of its factory key.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>The factory key, readable with the system's keys alone, for a broker that must be told it.</summary>
    public byte[]? KeyProtected { get; init; }

    /// <summary>SHA-256 of the code on its label.</summary>
    public required byte[] CodeHash { get; init; }

    /// <summary>What it is, as its maker or itself says.</summary>
    public string? Model { get; set; }

    /// <summary>The version of its firmware, as it says.</summary>
    public string? Firmware { get; set; }

    /// <summary>When it was made known, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last announced itself, UTC; null when it has not.</summary>
    public DateTimeOffset? AnnouncedAt { get; set; }

    /// <summary>When it was claimed, UTC; null while it is nobody's.</summary>
    public DateTimeOffset? ClaimedAt { get; set; }
}
