using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>
/// Since when a device has been in a plant. Stored as <c>device_assignments</c>, so that a reading which comes late goes to the plant that the
/// device was in when it was measured.
/// </summary>
public sealed class DeviceAssignment : IOwned
{
    /// <summary>The assignment.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The device's owner.</summary>
    public Guid UserId { get; init; }

    /// <summary>The device, by its row.</summary>
    public Guid DeviceRowId { get; init; }

    /// <summary>The plant; null from when it was in none.</summary>
    public Guid? PlantId { get; init; }

    /// <summary>From when on, UTC; until the next assignment of the same device.</summary>
    public DateTimeOffset Since { get; init; }
}
