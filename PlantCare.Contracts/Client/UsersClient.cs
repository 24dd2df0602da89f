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
