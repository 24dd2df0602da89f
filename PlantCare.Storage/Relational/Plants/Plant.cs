using System.Text.Json.Nodes;
using PlantCare.Domain.Plants;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.Plants;

/// <summary>A plant. Stored as <c>plants</c>.</summary>
public sealed class Plant : IOwned
{
    /// <summary>The plant.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; set; }

    /// <summary>Its species as the owner wrote it.</summary>
    public string? Species { get; set; }

    /// <summary>Where it stands.</summary>
    public string? Location { get; set; }

    /// <summary>The place that it belongs to, with others; null for none.</summary>
    public Guid? PlaceId { get; set; }

    /// <summary>What it wants, by metric.</summary>
    public Dictionary<string, Threshold> Thresholds { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Whatever its owner noted.</summary>
    public JsonObject? CareInfo { get; set; }

    /// <summary>False once it is archived.</summary>
    public bool Active { get; set; } = true;

    /// <inheritdoc/>
    public Guid UserId { get; init; }

    /// <summary>When it was added, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
