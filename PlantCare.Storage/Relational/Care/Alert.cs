using PlantCare.Domain.Care;
using PlantCare.Domain.Live;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.Care;

/// <summary>A warning about a plant, from when it began to when it was over. Stored as <c>alerts</c>.</summary>
public sealed class Alert : IPlantOwned
{
    /// <summary>The alert.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The plant's owner.</summary>
    public Guid UserId { get; init; }

    /// <summary>The plant.</summary>
    public Guid PlantId { get; init; }

    /// <summary>The device that it is about, or whose readings brought it about.</summary>
    public required string DeviceId { get; init; }

    /// <summary>What it is about.</summary>
    public AlertKind Kind { get; init; }

    /// <summary>The metric; null where it is about none.</summary>
    public string? Metric { get; init; }

    /// <summary>The value that brought it about, in the metric's unit; the newest one while it lasts.</summary>
    public double? Value { get; set; }

    /// <summary>The limit that was crossed, in the metric's unit.</summary>
    public double? Limit { get; init; }

    /// <summary>What has become of it.</summary>
    public AlertState State { get; set; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When somebody said that they know, UTC.</summary>
    public DateTimeOffset? AcknowledgedAt { get; set; }

    /// <summary>Who said so.</summary>
    public string? AcknowledgedBy { get; set; }

    /// <summary>When it was over, UTC.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>Who ended it; null when it ended by itself.</summary>
    public string? ResolvedBy { get; set; }

    /// <summary>How it is now, for whoever watches.</summary>
    /// <param name="plantName">What its plant is called.</param>
    public AlertChanged ToChange(string plantName) => new(
        UserId, PlantId, Id, plantName, DeviceId, Kind, Metric, Value, Limit, State, OpenedAt, AcknowledgedAt, AcknowledgedBy, ResolvedAt, ResolvedBy);
}
