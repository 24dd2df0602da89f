using System.Text.Json.Serialization;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Json;

namespace PlantCare.Contracts.Administration;

/// <summary>What administrators have set.</summary>
/// <param name="Registration">Who may register.</param>
/// <param name="RegistrationConfigured">What <c>Auth__Registration</c> says, which counts while no administrator has said anything.</param>
public sealed record SettingsResponse(RegistrationMode Registration, RegistrationMode RegistrationConfigured);

/// <summary>What <c>PATCH /admin/settings</c> takes: only the members that are there are changed.</summary>
public sealed record UpdateSettingsRequest
{
    /// <summary>Who may register from now on; null for whatever <c>Auth__Registration</c> says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<RegistrationMode?> Registration { get; init; }
}

/// <summary>What <c>POST /admin/invitations</c> takes.</summary>
/// <param name="Email">The address that it is for; whoever has the token may use it when absent.</param>
/// <param name="ExpiresAt">Until when it can be used, at most a year from now; two weeks from now when absent.</param>
public sealed record CreateInvitationRequest(string? Email = null, DateTimeOffset? ExpiresAt = null);

/// <summary>An invitation to register.</summary>
/// <param name="Id">The invitation.</param>
/// <param name="Email">The address that it is for; null when it is for whoever has its token.</param>
/// <param name="CreatedBy">The address of the administrator who made it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">Until when it can be used.</param>
/// <param name="UsedAt">When somebody registered with it; null while nobody has.</param>
public sealed record InvitationResponse(Guid Id, string? Email, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt);

/// <summary>What <c>POST /admin/invitations</c> answers: the only time that the token is shown.</summary>
/// <param name="Id">The invitation.</param>
/// <param name="Email">The address that it is for; null when it is for whoever has the token.</param>
/// <param name="Token">
/// Lets somebody register once: <c>POST /auth/register</c> takes it as the header <c>X-Invitation</c> or the query parameter <c>invitation</c>.
/// </param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">Until when it can be used.</param>
public sealed record CreatedInvitationResponse(Guid Id, string? Email, string Token, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether it is being mailed to the address.</summary>
    public bool Mailed { get; init; }
}
