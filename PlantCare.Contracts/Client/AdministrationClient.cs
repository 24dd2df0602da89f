using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Audit;
using PlantCare.Contracts.Users;

namespace PlantCare.Contracts.Client;

/// <summary>What administrators do; anybody else is refused.</summary>
public sealed class AdministrationClient
{
    private readonly ApiConnection _connection;

    internal AdministrationClient(ApiConnection connection) => _connection = connection;

    /// <summary>Accounts, newest first; those whose address or name holds <paramref name="search"/>, with it.</summary>
    public Task<Page<AccountResponse>> ListUsersAsync(
        string? search = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        ListAsync<AccountResponse>(new QueryString("users").Add("search", search), limit, cursor, cancellationToken);

    /// <summary>One account.</summary>
    public Task<AccountResponse> GetUserAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<AccountResponse>(HttpMethod.Get, $"users/{id}", body: null, cancellationToken);

    /// <summary>Makes an account an administrator's, or no longer; disables or enables it.</summary>
    public Task<AccountResponse> UpdateUserAsync(Guid id, UpdateAccountRequest change, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<AccountResponse>(HttpMethod.Patch, $"users/{id}", change, cancellationToken);

    /// <summary>Erases an account with all that is its own; it takes the caller's password, or that the caller signed in just now.</summary>
    public Task EraseUserAsync(Guid id, EraseAccountRequest confirmation, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, $"users/{id}", confirmation, cancellationToken);

    /// <summary>A code for a new password, to be handed to the account's owner.</summary>
    public Task<PasswordResetResponse> ResetPasswordAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<PasswordResetResponse>(HttpMethod.Post, $"users/{id}/password-reset", body: null, cancellationToken);

    /// <summary>Turns the second factor of another account off.</summary>
    public Task ResetTwoFactorAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, $"users/{id}/two-factor", body: null, cancellationToken);

    /// <summary>Invitations to register, newest first.</summary>
    public Task<Page<InvitationResponse>> ListInvitationsAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        ListAsync<InvitationResponse>(new QueryString("admin/invitations"), limit, cursor, cancellationToken);

    /// <summary>Lets somebody register once; the answer holds the token, this once.</summary>
    public Task<CreatedInvitationResponse> CreateInvitationAsync(CreateInvitationRequest invitation, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<CreatedInvitationResponse>(HttpMethod.Post, "admin/invitations", invitation, cancellationToken);

    /// <summary>Takes an invitation back.</summary>
    public Task DeleteInvitationAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, $"admin/invitations/{id}", body: null, cancellationToken);

    /// <summary>What administrators have set.</summary>
    public Task<SettingsResponse> GetSettingsAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync<SettingsResponse>(HttpMethod.Get, "admin/settings", body: null, cancellationToken);

    /// <summary>Sets it.</summary>
    public Task<SettingsResponse> UpdateSettingsAsync(UpdateSettingsRequest change, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<SettingsResponse>(HttpMethod.Patch, "admin/settings", change, cancellationToken);

    /// <summary>How the system is.</summary>
    public Task<SystemResponse> GetSystemAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync<SystemResponse>(HttpMethod.Get, "admin/system", body: null, cancellationToken);

    /// <summary>Messages of anybody's devices that could not be stored, newest first.</summary>
    public Task<Page<AnyDeadLetterResponse>> ListDeadLettersAsync(
        string? deviceId = null, string? reason = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        ListAsync<AnyDeadLetterResponse>(
            new QueryString("admin/dead-letters").Add("device_id", deviceId).Add("reason", reason), limit, cursor, cancellationToken);

    /// <summary>What happened to one account, or to all and to the system, newest first.</summary>
    public Task<Page<AuditEntryResponse>> ListAuditAsync(
        Guid? userId = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        ListAsync<AuditEntryResponse>(new QueryString("admin/audit").Add("user_id", userId), limit, cursor, cancellationToken);

    private Task<Page<T>> ListAsync<T>(QueryString path, int? limit, string? cursor, CancellationToken cancellationToken) =>
        _connection.SendAsync<Page<T>>(HttpMethod.Get, path.Add("limit", limit).Add("cursor", cursor).ToString(), body: null, cancellationToken);
}
