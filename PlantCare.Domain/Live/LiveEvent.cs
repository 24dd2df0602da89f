using PlantCare.Domain.Care;
using PlantCare.Domain.Readings;

namespace PlantCare.Domain.Live;

/// <summary>Something that just happened to somebody's plants.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="PlantId">To which plant.</param>
public abstract record LiveEvent(Guid UserId, Guid PlantId);

/// <summary>A reading was stored.</summary>
/// <param name="Reading">The reading.</param>
public sealed record ReadingStored(Reading Reading) : LiveEvent(Reading.Plant.UserId, Reading.Plant.Id);

/// <summary>An alert began, somebody knows of it, or it is over: how it is now.</summary>
/// <param name="UserId">The plant's owner.</param>
/// <param name="PlantId">The plant.</param>
/// <param name="AlertId">The alert.</param>
/// <param name="PlantName">What the plant is called.</param>
/// <param name="DeviceId">The device that it is about, or whose readings brought it about.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Metric">The metric; null where it is about none.</param>
/// <param name="Value">The value that brought it about, in the metric's unit.</param>
/// <param name="Limit">The limit that was crossed, in the metric's unit.</param>
/// <param name="State">What has become of it.</param>
/// <param name="OpenedAt">When it began, UTC.</param>
/// <param name="AcknowledgedAt">When somebody said that they know, UTC; null while nobody has.</param>
/// <param name="AcknowledgedBy">Who said so.</param>
/// <param name="ResolvedAt">When it was over, UTC; null while it is not.</param>
/// <param name="ResolvedBy">Who ended it; null when it ended by itself.</param>
public sealed record AlertChanged(
    Guid UserId,
    Guid PlantId,
    Guid AlertId,
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
    string? ResolvedBy) : LiveEvent(UserId, PlantId);

/// <summary>What somebody may see, or whether they are let in at all, may be another from now on: who shows them something looks again.</summary>
/// <param name="UserId">Who: an account, or the share of a sitter link.</param>
public sealed record AccessChanged(Guid UserId) : LiveEvent(UserId, Guid.Empty);
