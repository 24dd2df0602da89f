using System.Text.Json.Serialization;
using PlantCare.Contracts.Json;

namespace PlantCare.Contracts.Administration;

/// <summary>An account as administrators see it.</summary>
/// <param name="Id">The account.</param>
/// <param name="Email">Its e-mail address.</param>
/// <param name="Username">Its name for signing in.</param>
/// <param name="DisplayName">What to call the person; null when not said.</param>
/// <param name="IsAdministrator">Whether it administers the system.</param>
/// <param name="DisabledAt">Since when nobody may sign in to it; null while one may.</param>
/// <param name="CreatedAt">When it registered.</param>
/// <param name="EmailConfirmed">Whether the e-mail address is known to be the person's.</param>
/// <param name="TwoFactor">Whether signing in takes a second factor.</param>
/// <param name="LastSignIn">When somebody last signed in to it; null when not known.</param>
/// <param name="Plants">How many plants it has.</param>
/// <param name="Devices">How many devices it has.</param>
/// <param name="IsBeingErased">Whether it has been ordered to be erased, and will be gone shortly.</param>
public sealed record AccountResponse(
    Guid Id,
    string Email,
    string Username,
    string? DisplayName,
    bool IsAdministrator,
    DateTimeOffset? DisabledAt,
    DateTimeOffset CreatedAt,
    bool EmailConfirmed,
    bool TwoFactor,
    DateTimeOffset? LastSignIn,
    int Plants,
    int Devices,
    bool IsBeingErased);

/// <summary>What <c>PATCH /users/{id}</c> takes: only the members that are there are changed.</summary>
public sealed record UpdateAccountRequest
{
    /// <summary>Whether it administers the system.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> IsAdministrator { get; init; }

    /// <summary>True ends its sessions and refuses it, its keys and its devices; false lets it, its keys and its devices in again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool> Disabled { get; init; }
}

/// <summary>
/// What <c>POST /users/{id}/password-reset</c> answers: what <c>POST /auth/resetPassword</c> takes, beside the new password. It is good once.
/// </summary>
/// <param name="Email">The account's e-mail address.</param>
/// <param name="ResetCode">The code, shown this once.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
public sealed record PasswordResetResponse(string Email, string ResetCode, DateTimeOffset ExpiresAt);
