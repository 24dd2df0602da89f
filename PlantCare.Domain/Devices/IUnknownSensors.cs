using PlantCare.Domain.Metrics;

namespace PlantCare.Domain.Devices;

/// <summary>Where sensors are remembered that a gateway speaks of and that nobody has put into a plant, so that their owner can.</summary>
public interface IUnknownSensors
{
    /// <summary>The most sensors that are remembered for one gateway: those that were heard last.</summary>
    const int MaxPerGateway = 500;

    /// <summary>
    /// Remembers the newest of each, over what was remembered of the same gateway and name before (<see cref="SensorName.Normalize"/>).
    /// Noting the same twice changes nothing. A sensor that has a plant by now, or whose gateway is gone, is left out.
    /// </summary>
    /// <exception cref="Exception">They could not be kept now; the same ones, or newer ones, are noted again later.</exception>
    Task NoteAsync(IReadOnlyList<UnknownSensor> sensors, CancellationToken cancellationToken);
}

/// <summary>A sensor that a gateway speaks of, as it was last heard.</summary>
/// <param name="GatewayId">The gateway's <c>device_id</c>.</param>
/// <param name="UserId">The gateway's owner.</param>
/// <param name="Name">The sensor's name in the dialect, at most <see cref="SensorName.MaxLength"/> characters.</param>
/// <param name="Dialect">The dialect, such as <c>zigbee2mqtt</c>.</param>
/// <param name="Topic">Where it was last heard.</param>
/// <param name="Payload">What it last said, at most the first <see cref="MaxPayloadBytes"/> of it.</param>
/// <param name="SeenAt">When it was last heard, UTC.</param>
public sealed record UnknownSensor(
    string GatewayId,
    Guid UserId,
    string Name,
    string Dialect,
    string Topic,
    ReadOnlyMemory<byte> Payload,
    DateTimeOffset SeenAt)
{
    /// <summary>How much of a message is remembered, bytes.</summary>
    public const int MaxPayloadBytes = 4 * 1024;

    /// <summary>What was understood of what it last said, in our names and units.</summary>
    public IReadOnlyList<Measurement> Measurements { get; init; } = [];
}
