using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.Sharing;

/// <summary>Where plants stand together, such as a home, a greenhouse or an office. Stored as <c>places</c>.</summary>
public sealed class Place : IOwned
{
    /// <summary>The place.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc/>
    public Guid UserId { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; set; }

    /// <summary>What it is: <c>home</c>, <c>greenhouse</c>, <c>office</c> or a word of its owner's.</summary>
    public required string Kind { get; set; }

    /// <summary>When it was added, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
