using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.Sharing;

/// <summary>
/// Lets somebody at a plant, or at all plants of a place. Stored as <c>shares</c>. Without a holder it is an invitation, which whoever has
/// its token may accept; a sitter link has no holder either, and its token is used as it is. Taking a share back deletes it.
/// </summary>
public sealed class Share : IOwned
{
    /// <summary>The share. A request with a sitter link works as if this were its account.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose plants they are.</summary>
    public Guid UserId { get; init; }

    /// <summary>The one plant; null when it is about a place.</summary>
    public Guid? PlantId { get; init; }

    /// <summary>The place; null when it is about one plant.</summary>
    public Guid? PlaceId { get; init; }

    /// <summary>What the holder may do.</summary>
    public ShareRole Role { get; set; }

    /// <summary>The account that holds it; null for a sitter link, and for an invitation that nobody has accepted.</summary>
    public Guid? HolderId { get; set; }

    /// <summary>Whom it was meant for: the address that the invitation was sent to, or the sitter's name; null when not said.</summary>
    public string? Label { get; set; }

    /// <summary>
    /// SHA-256 of the token of an invitation or a sitter link. It stays when an invitation has been accepted, so that its holder may follow the
    /// link twice; to anybody else it is worth nothing then.
    /// </summary>
    public byte[]? TokenHash { get; set; }

    /// <summary>Until when the invitation can be accepted, UTC; null once it has been.</summary>
    public DateTimeOffset? AcceptBefore { get; set; }

    /// <summary>When the right ends, UTC; null when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a sitter link was last used, UTC.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}
