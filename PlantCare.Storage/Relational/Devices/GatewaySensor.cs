using System.Text.Json;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>A sensor that a gateway speaks of and that nobody has put into a plant yet. Stored as <c>gateway_sensors</c>.</summary>
public sealed class GatewaySensor : IOwned
{
    /// <summary>How much of a topic is kept, characters.</summary>
    public const int LongestTopic = 512;

    /// <summary>The row.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The gateway's owner.</summary>
    public Guid UserId { get; init; }

    /// <summary>The gateway, by its row.</summary>
    public Guid DeviceRowId { get; init; }

    /// <summary>The sensor's name in the gateway's dialect.</summary>
    public required string Sensor { get; init; }

    /// <summary>The dialect, such as <c>zigbee2mqtt</c>.</summary>
    public required string Dialect { get; set; }

    /// <summary>Where it was last heard.</summary>
    public required string Topic { get; set; }

    /// <summary>What it last said, as it came.</summary>
    public required byte[] Payload { get; set; }

    /// <summary>What was understood of that, by metric: numbers, booleans and texts.</summary>
    public IReadOnlyDictionary<string, JsonElement> Measurements { get; set; } = new Dictionary<string, JsonElement>();

    /// <summary>When it was first heard, UTC.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was last heard, UTC.</summary>
    public DateTimeOffset LastSeen { get; set; }
}
