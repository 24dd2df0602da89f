using PlantCare.Domain.Care;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.Care;

/// <summary>Something that was done to a plant, or seen of it. Stored as <c>journal</c>.</summary>
public sealed class JournalEntry : IPlantOwned
{
    /// <summary>The entry.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The plant's owner.</summary>
    public Guid UserId { get; init; }

    /// <summary>The plant.</summary>
    public Guid PlantId { get; init; }

    /// <summary>What it is about.</summary>
    public JournalKind Kind { get; init; }

    /// <summary>What was written; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>How much water or fertiliser, ml; null when not said.</summary>
    public double? AmountMl { get; init; }

    /// <summary>The picture; null for none.</summary>
    public byte[]? Photo { get; init; }

    /// <summary>The picture's media type, such as <c>image/jpeg</c>.</summary>
    public string? PhotoType { get; init; }

    /// <summary>The account that wrote it; null for a sitter, and for one that is no more.</summary>
    public Guid? AuthorId { get; init; }

    /// <summary>What the author was called then.</summary>
    public required string Author { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset HappenedAt { get; init; }

    /// <summary>When it was written down, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
