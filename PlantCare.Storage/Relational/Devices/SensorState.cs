using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>How a gateway's sensor that has its plant is: what a device's own row says of a device. Stored as <c>sensor_states</c>.</summary>
public sealed class SensorState : IOwned
{
    /// <summary>The row.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The gateway's owner.</summary>
    public Guid UserId { get; init; }

    /// <summary>The gateway, by its row.</summary>
    public Guid DeviceRowId { get; init; }

    /// <summary>The name that it was adopted by, as names are compared.</summary>
    public required string Sensor { get; init; }

    /// <summary>When it was last heard, UTC.</summary>
    public DateTimeOffset LastSeen { get; set; }

    /// <summary>How long it usually waits between two readings, seconds, learned from them; null until that is known.</summary>
    public double? IntervalSeconds { get; set; }

    /// <summary>Its last battery charge, %; null when it sends none.</summary>
    public double? Battery { get; set; }

    /// <summary>The strength of its radio signal, dBm, as it last said; null when it says none.</summary>
    public double? Rssi { get; set; }
}
