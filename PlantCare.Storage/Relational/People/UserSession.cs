using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.People;

/// <summary>A place where an account is signed in. Stored as <c>sessions</c>. Its tokens are good as long as the row is there.</summary>
public sealed class UserSession : IOwned
{
    /// <summary>The session; every token that it bought names it.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <inheritdoc/>
    public Guid UserId { get; init; }

    /// <summary>How the account was signed in to: <c>password</c>, <c>passkey</c>, <c>telegram</c>.</summary>
    public required string Method { get; init; }

    /// <summary>What the client said it is; null for nothing.</summary>
    public string? Client { get; set; }

    /// <summary>The network address it was last used from.</summary>
    public string? Address { get; set; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, UTC, to within some minutes.</summary>
    public DateTimeOffset LastUsedAt { get; set; }

    /// <summary>When its last tokens end, UTC.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}
