namespace PlantCare.Domain.Readings;

/// <summary>What could not be stored, kept for the device's owner to see.</summary>
/// <param name="UserId">The owner of the device, if the device is known.</param>
/// <param name="DeviceId">The device that sent it.</param>
/// <param name="Topic">Where it was published; <c>http</c> for a POST.</param>
/// <param name="Payload">The message as it came, at most the first 64 KiB of it.</param>
/// <param name="Rejection">Why.</param>
/// <param name="ReceivedAt">When it came.</param>
public sealed record DeadLetter(
    Guid? UserId,
    string DeviceId,
    string Topic,
    ReadOnlyMemory<byte> Payload,
    Rejection Rejection,
    DateTimeOffset ReceivedAt);
