using System.Text.Json.Serialization;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Sharing;

namespace PlantCare.Contracts.Sharing;

/// <summary>What has become of a share.</summary>
public enum ShareState
{
    /// <summary>Nobody has accepted the invitation yet.</summary>
    Invited,

    /// <summary>It is in force.</summary>
    Active,

    /// <summary>It has ended by itself.</summary>
    Ended,
}

/// <summary>What somebody may do with a plant, or with all plants of a place, that another account owns.</summary>
/// <param name="Id">The share.</param>
/// <param name="PlantId">The one plant; null when it is about a place.</param>
/// <param name="PlaceId">The place; null when it is about one plant.</param>
/// <param name="Subject">What the plant or place is called.</param>
/// <param name="Role">What its holder may do; <c>sitter</c> for a sitter link.</param>
/// <param name="State">What has become of it.</param>
/// <param name="UserId">The owner, who shares.</param>
/// <param name="Owner">What the owner is called.</param>
/// <param name="HolderId">The account that holds it; null for a sitter link, and for an invitation.</param>
/// <param name="Holder">What the holder, or the sitter, is called; null for an invitation.</param>
/// <param name="Email">The address that the invitation is for, and later the holder's; shown to who shares, and null for a link.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="AcceptBefore">Until when the invitation can be accepted; null once it has been.</param>
/// <param name="ExpiresAt">When the right ends; null when it does not.</param>
/// <param name="LastUsedAt">When a sitter link was last used; null when never, and for any other share.</param>
public sealed record ShareResponse(
    Guid Id,
    Guid? PlantId,
    Guid? PlaceId,
    string Subject,
    ShareRole Role,
    ShareState State,
    Guid UserId,
    string Owner,
    Guid? HolderId,
    string? Holder,
    string? Email,
    DateTimeOffset CreatedAt,
    DateTimeOffset? AcceptBefore,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt);

/// <summary>What <c>POST /plants/{id}/shares</c> and <c>POST /places/{id}/shares</c> take.</summary>
/// <param name="Role">What the other may do: <c>viewer</c>, <c>caretaker</c> or <c>owner</c>.</param>
/// <param name="Email">Who alone may accept: an account with that address, confirmed; whoever has the link when absent.</param>
/// <param name="ExpiresAt">When the right ends; never when absent.</param>
/// <param name="AcceptBefore">Until when the invitation can be accepted; 14 days from now when absent, at most 90.</param>
public sealed record CreateShareRequest(
    ShareRole? Role = null,
    string? Email = null,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? AcceptBefore = null);

/// <summary>An invitation that was just made: the only time that its token is shown.</summary>
/// <param name="Share">The share, which whoever accepts will hold.</param>
/// <param name="Token">The token.</param>
/// <param name="Path">Where the invitation is shown and accepted, below the address of the dashboard, and of Api.</param>
/// <param name="Mailed">Whether it was mailed to the address. If not, pass the link on yourself.</param>
public sealed record CreatedShareResponse(ShareResponse Share, string Token, string Path, bool Mailed);

/// <summary>What <c>PATCH /shares/{id}</c> takes: only the members that are there are changed.</summary>
public sealed record UpdateShareRequest
{
    /// <summary>What the holder may do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<ShareRole> Role { get; init; }

    /// <summary>When the right ends; null for never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<DateTimeOffset?> ExpiresAt { get; init; }
}

/// <summary>What <c>POST /plants/{id}/sitters</c> and <c>POST /places/{id}/sitters</c> take.</summary>
/// <param name="Name">Who sits; 1 to 100 characters.</param>
/// <param name="ExpiresAt">When the link ends, at most 90 days from now.</param>
public sealed record CreateSitterRequest(string Name, DateTimeOffset? ExpiresAt = null);

/// <summary>A sitter link that was just made: the only time that its token is shown.</summary>
/// <param name="Share">The share, as it is listed.</param>
/// <param name="Token">The token: sent as <c>Authorization: Bearer</c>, it needs no account.</param>
/// <param name="Path">Where the dashboard takes it.</param>
public sealed record CreatedSitterResponse(ShareResponse Share, string Token, string Path);

/// <summary>Who a sitter link makes its bearer.</summary>
/// <param name="Name">What the owner calls the sitter.</param>
/// <param name="Owner">What the owner is called.</param>
/// <param name="ExpiresAt">When the link ends.</param>
public sealed record SitterResponse(string Name, string Owner, DateTimeOffset? ExpiresAt);

/// <summary>What an invitation says to whoever has its token.</summary>
/// <param name="Inviter">Who invites.</param>
/// <param name="Kind">To a <c>plant</c>, or a <c>place</c>.</param>
/// <param name="Subject">What the plant or place is called.</param>
/// <param name="Role">What whoever accepts may do.</param>
public sealed record InvitationResponse(string Inviter, string Kind, string Subject, ShareRole Role);
