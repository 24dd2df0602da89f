using PlantCare.Contracts.Auth;

namespace PlantCare.Contracts.Client;

/// <summary>What opens the caller's account: where it is signed in, and with what one signs in to it.</summary>
public sealed class CredentialsClient
{
    private readonly ApiConnection _connection;

    internal CredentialsClient(ApiConnection connection) => _connection = connection;

    /// <summary>Where the account is signed in, the newest first.</summary>
    public Task<Page<SessionResponse>> ListSessionsAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("users/me/sessions").Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<SessionResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }

    /// <summary>Signs out elsewhere, at once.</summary>
    public Task EndSessionAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, $"users/me/sessions/{id}", body: null, cancellationToken);

    /// <summary>Signs out everywhere but here.</summary>
    public Task EndOtherSessionsAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, "users/me/sessions", body: null, cancellationToken);

    /// <summary>The caller's keys for scripts, the newest first.</summary>
    public Task<Page<KeyResponse>> ListKeysAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("users/me/keys").Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<KeyResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }

    /// <summary>Makes a key; the answer holds it, this once.</summary>
    public Task<NewKeyResponse> CreateKeyAsync(CreateKeyRequest key, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<NewKeyResponse>(HttpMethod.Post, "users/me/keys", key, cancellationToken);

    /// <summary>Ends a key, at once.</summary>
    public Task DeleteKeyAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, $"users/me/keys/{id}", body: null, cancellationToken);

    /// <summary>Whether signing in takes a second factor; while it does not, the key for an authenticator, too.</summary>
    public Task<TwoFactorStatus> GetTwoFactorAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync<TwoFactorStatus>(HttpMethod.Post, "auth/manage/2fa", new TwoFactorChange(), cancellationToken);

    /// <summary>Turns the second factor on with a code that the authenticator shows; the answer holds the recovery codes, this once.</summary>
    public Task<TwoFactorStatus> EnableTwoFactorAsync(string code, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<TwoFactorStatus>(
            HttpMethod.Post, "auth/manage/2fa", new TwoFactorChange(Enable: true, TwoFactorCode: code), cancellationToken);

    /// <summary>Turns the second factor off.</summary>
    public Task DisableTwoFactorAsync(ConfirmPasswordRequest confirmation, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, "users/me/two-factor", confirmation, cancellationToken);

    /// <summary>Makes new recovery codes; the answer holds them, this once.</summary>
    public Task<RecoveryCodesResponse> RenewRecoveryCodesAsync(ConfirmPasswordRequest confirmation, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<RecoveryCodesResponse>(HttpMethod.Post, "users/me/two-factor/recovery-codes", confirmation, cancellationToken);
}
