namespace PlantCare.Storage.Relational.People;

/// <summary>
/// Something that mattered to an account's safety: a sign-in, a credential, a share, a command, an administrator's action. Stored as
/// <c>audit_log</c>; nobody but the system writes it, and nothing changes it.
/// </summary>
public sealed class AuditEntry
{
    /// <summary>Counts up in the order of events.</summary>
    public long Id { get; init; }

    /// <summary>The account that it concerns, and whose owner may read it; null when it concerns the system alone.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The account that did it; null for a device, a sitter, the system or somebody unknown.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>Who did it, as they were called then.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, such as <c>sign_in.failed</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what, such as a device's name; null for nothing in particular.</summary>
    public string? Subject { get; init; }

    /// <summary>What else there is to say; never a secret.</summary>
    public string? Detail { get; init; }

    /// <summary>The network address that it came from.</summary>
    public string? Address { get; init; }

    /// <summary>What the client said it is.</summary>
    public string? Client { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset At { get; init; }
}
