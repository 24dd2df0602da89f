using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.People;

/// <summary>A key with which a script works for an account. Stored as <c>api_keys</c>.</summary>
public sealed class ApiKey : IOwned
{
    /// <summary>The key.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc/>
    public Guid UserId { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the key itself, which was shown once.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>Its first characters, by which its owner knows it again.</summary>
    public required string Prefix { get; init; }

    /// <summary>What it may do: <c>read</c>, <c>write</c>, <c>command</c>, separated by blanks.</summary>
    public required string Scopes { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends, UTC; null when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, UTC, to within some minutes; null when never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}
