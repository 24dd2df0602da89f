namespace PlantCare.Domain.Devices;

/// <summary>Devices that left their maker with a key and a label, and belong to nobody yet.</summary>
public interface IFactoryDevices
{
    /// <summary>Remembers that one has announced itself. A device that is not known, or has been claimed, is left out.</summary>
    /// <exception cref="Exception">It could not be kept now; the device says it again.</exception>
    Task AnnounceAsync(FactoryAnnouncement announcement, CancellationToken cancellationToken);
}

/// <summary>What a device says of itself that nobody has claimed.</summary>
/// <param name="DeviceId">Its name on the wire.</param>
/// <param name="Model">What it is; null when it does not say.</param>
/// <param name="Firmware">The version of its firmware; null when it does not say.</param>
/// <param name="At">When it said so, UTC.</param>
public sealed record FactoryAnnouncement(string DeviceId, string? Model, string? Firmware, DateTimeOffset At);
