using PlantCare.Domain.Care;
using PlantCare.Domain.Live;

namespace PlantCare.Contracts.Alerts;

/// <summary>A warning about a plant.</summary>
/// <param name="Id">The alert.</param>
/// <param name="PlantId">The plant.</param>
/// <param name="PlantName">What its owner calls it.</param>
/// <param name="DeviceId">The device whose readings brought it about.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Metric">The metric; null where it is about none.</param>
/// <param name="Value">The value that brought it about; a newer one while it lasts.</param>
/// <param name="Limit">The limit that was crossed.</param>
/// <param name="State">What has become of it.</param>
/// <param name="OpenedAt">When it began.</param>
/// <param name="AcknowledgedAt">When somebody said that they know; null while nobody has.</param>
/// <param name="AcknowledgedBy">Who said so.</param>
/// <param name="ResolvedAt">When it was over; null while it is not.</param>
/// <param name="ResolvedBy">Who ended it; null when it ended by itself.</param>
public sealed record AlertResponse(
    Guid Id,
    Guid PlantId,
    string PlantName,
    string DeviceId,
    AlertKind Kind,
    string? Metric,
    double? Value,
    double? Limit,
    AlertState State,
    DateTimeOffset OpenedAt,
    DateTimeOffset? AcknowledgedAt,
    string? AcknowledgedBy,
    DateTimeOffset? ResolvedAt,
    string? ResolvedBy)
{
    /// <summary>How an alert is after a change.</summary>
    public static AlertResponse Of(AlertChanged changed) => new(
        changed.AlertId,
        changed.PlantId,
        changed.PlantName,
        changed.DeviceId,
        changed.Kind,
        changed.Metric,
        changed.Value,
        changed.Limit,
        changed.State,
        changed.OpenedAt,
        changed.AcknowledgedAt,
        changed.AcknowledgedBy,
        changed.ResolvedAt,
        changed.ResolvedBy);

    /// <summary>The change that made it so.</summary>
    /// <param name="ownerId">The plant's owner.</param>
    public AlertChanged ToChange(Guid ownerId) => new(
        ownerId, PlantId, Id, PlantName, DeviceId, Kind, Metric, Value, Limit, State, OpenedAt, AcknowledgedAt, AcknowledgedBy, ResolvedAt, ResolvedBy);
}
