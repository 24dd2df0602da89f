using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>A message that could not be stored. Stored as <c>dead_letters</c>.</summary>
public sealed class DeadLetterRow
{
    /// <summary>Counts up in the order of arrival.</summary>
    public long Id { get; init; }

    /// <summary>The owner of the device; null when the device was nobody's.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Who sent it.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Where it was published.</summary>
    public required string Topic { get; init; }

    /// <summary>The message as it came.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>The kind of fault.</summary>
    public RejectionReason Reason { get; init; }

    /// <summary>What was wrong.</summary>
    public required string Detail { get; init; }

    /// <summary>When it came, UTC.</summary>
    public DateTimeOffset ReceivedAt { get; init; }
}
