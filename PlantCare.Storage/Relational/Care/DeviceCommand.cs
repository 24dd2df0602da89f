using System.Text.Json.Nodes;
using PlantCare.Domain.Care;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.Care;

/// <summary>Something that a device was told to do. Stored as <c>commands</c>.</summary>
public sealed class DeviceCommand : IOwned
{
    /// <summary>The command; the device names it in its answer.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The device's owner.</summary>
    public Guid UserId { get; init; }

    /// <summary>The device's name on the wire.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The plant that the device was in; null when in none.</summary>
    public Guid? PlantId { get; init; }

    /// <summary>What to do, such as <c>water</c>.</summary>
    public required string Action { get; init; }

    /// <summary>How, as any JSON value: true, a number, a word; null when not said.</summary>
    public JsonNode? Value { get; init; }

    /// <summary>For how long, seconds; null when not said.</summary>
    public double? Seconds { get; init; }

    /// <summary>How far it has come.</summary>
    public CommandStatus Status { get; set; }

    /// <summary>What the device, or the broker, said of it.</summary>
    public string? Detail { get; set; }

    /// <summary>The account that asked for it; null for a sitter or a rule, and for one that is no more.</summary>
    public Guid? RequestedById { get; init; }

    /// <summary>Who asked for it, as they were called then.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when the device may still do it, UTC.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it ended, however it did, UTC; null while it has not.</summary>
    public DateTimeOffset? FinishedAt { get; set; }
}
