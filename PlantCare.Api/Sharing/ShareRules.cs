using System.Net.Mail;
using PlantCare.Api.Problems;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.Sharing;

namespace PlantCare.Api.Sharing;

/// <summary>What a share may be.</summary>
internal static class ShareRules
{
    /// <summary>So many accounts, open invitations and sitter links a plant or place may have.</summary>
    public const int MaxPerTarget = 100;

    /// <summary>So many shares of others an account may hold.</summary>
    public const int MaxHeld = 1_000;

    /// <summary>How long an invitation can be accepted, unless it says otherwise.</summary>
    public static readonly TimeSpan InvitationLife = TimeSpan.FromDays(14);

    private const int LongestAddress = 254;
    private static readonly TimeSpan LongestInvitation = TimeSpan.FromDays(90);
    private static readonly TimeSpan LongestSitting = TimeSpan.FromDays(90);

    public static void CheckRole(Faults faults, ShareRole? role)
    {
        faults.AddIf(role is null, "role", "must be viewer, caretaker or owner");
        faults.AddIf(role == ShareRole.Sitter, "role", "must be viewer, caretaker or owner; a sitter gets a link instead: POST …/sitters");
    }

    public static void CheckAddress(Faults faults, string? address)
    {
        faults.Text("email", address, LongestAddress);
        faults.AddIf(
            address is not null && (!MailAddress.TryCreate(address, out var parsed) || parsed.Address != address),
            "email",
            "must be an e-mail address, or left out to make a link for whoever has it");
    }

    public static void CheckInvitation(Faults faults, DateTimeOffset acceptBefore, DateTimeOffset now) => faults.AddIf(
        acceptBefore <= now || acceptBefore > now + LongestInvitation, "accept_before", $"must be within the next {LongestInvitation.TotalDays:0} days");

    /// <param name="faults">What is wrong.</param>
    /// <param name="expiresAt">When the share is to end.</param>
    /// <param name="own">When the caller's own right to share ends; null when it does not. What somebody gives on must not outlast it.</param>
    /// <param name="now">The time.</param>
    public static void CheckEnd(Faults faults, DateTimeOffset? expiresAt, DateTimeOffset? own, DateTimeOffset now)
    {
        faults.AddIf(expiresAt <= now, "expires_at", "must be in the future");
        faults.AddIf(own is not null && (expiresAt is null || expiresAt > own), "expires_at", $"must not be after {own:yyyy-MM-dd'T'HH:mm'Z'}, when your own share ends");
    }

    public static void CheckSitting(Faults faults, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        faults.AddIf(expiresAt is null, "expires_at", "must say when the link ends");
        faults.AddIf(expiresAt > now + LongestSitting, "expires_at", $"must be within the next {LongestSitting.TotalDays:0} days");
    }

    /// <summary>Whether one share ends no sooner than another.</summary>
    public static bool Outlasts(this Share one, Share other) => one.ExpiresAt is null || (other.ExpiresAt is { } end && one.ExpiresAt >= end);
}
