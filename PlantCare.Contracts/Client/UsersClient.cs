using PlantCare.Contracts.Audit;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Users;

namespace PlantCare.Contracts.Client;

/// <summary>The caller's own account; <see cref="AuthClient.GetMeAsync"/> says what it is.</summary>
public sealed class UsersClient
{
    private const string Me = "users/me";

    private readonly ApiConnection _connection;

    internal UsersClient(ApiConnection connection) => _connection = connection;

    /// <summary>Changes its settings.</summary>
    public Task<UserResponse> UpdateMeAsync(UpdateUserRequest change, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<UserResponse>(HttpMethod.Patch, Me, change, cancellationToken);

    /// <summary>Everything that is its own, as a zip that is read while it is made; the caller disposes of it.</summary>
    public async Task<Stream> ExportAsync(CancellationToken cancellationToken = default)
    {
        var response = await _connection.SendAsync(HttpMethod.Get, Me + "/export", body: null, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <summary>Erases it with all that is its own; no token of it is taken any more.</summary>
    public Task EraseMeAsync(EraseAccountRequest confirmation, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, Me, confirmation, cancellationToken);

    /// <summary>What happened to it, newest first.</summary>
    public Task<Page<AuditEntryResponse>> ListAuditAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString(Me + "/audit").Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<AuditEntryResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }
}
