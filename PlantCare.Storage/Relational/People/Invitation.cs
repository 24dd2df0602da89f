namespace PlantCare.Storage.Relational.People;

/// <summary>Lets somebody register where registration is not open. Stored as <c>invitations</c>; the system's own.</summary>
public sealed class Invitation
{
    /// <summary>The invitation.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The address that it was made for; null when anybody who has the link may use it.</summary>
    public string? Email { get; init; }

    /// <summary>SHA-256 of the token in its link.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>The administrator who made it.</summary>
    public Guid CreatedById { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it can be used, UTC.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used, UTC; null while it has not been.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
