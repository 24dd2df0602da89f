namespace PlantCare.Storage.Relational.People;

/// <summary>
/// An account that is being erased, or was a short while ago. Stored as <c>erasures</c>; the system's own. It outlives the account, so that
/// whoever is interrupted half-way finds what is left to do, and what a slow writer adds behind the erasure's back goes, too.
/// </summary>
public sealed class Erasure
{
    /// <summary>The account.</summary>
    public Guid Id { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>When a count first found nothing any more, UTC; null while there is something left.</summary>
    public DateTimeOffset? ErasedAt { get; set; }

    /// <summary>When to look next, UTC. Whoever looks moves it first, so that one replica does at a time.</summary>
    public DateTimeOffset NextAt { get; set; }
}
