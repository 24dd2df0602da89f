using System.Text.Json;
using PlantCare.Contracts.Auth;

namespace PlantCare.Contracts.Client;

/// <summary>Signs in with passkeys, and keeps those of the caller.</summary>
public sealed class PasskeysClient
{
    private const string Own = "auth/manage/passkeys";

    private readonly ApiConnection _connection;

    internal PasskeysClient(ApiConnection connection) => _connection = connection;

    /// <summary>What to ask the browser of whoever signs in.</summary>
    public Task<PasskeyOptionsResponse> GetOptionsAsync(string origin, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<PasskeyOptionsResponse>(HttpMethod.Post, "auth/passkeys/options", new PasskeyOptionsRequest(origin), cancellationToken);

    /// <summary>Signs in with what the browser answered.</summary>
    public Task<Tokens> LoginAsync(string state, JsonElement credential, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<Tokens>(HttpMethod.Post, "auth/passkeys/login", new PasskeyLoginRequest(state, credential), cancellationToken);

    /// <summary>The caller's passkeys, the newest first.</summary>
    public Task<Page<PasskeyResponse>> ListAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString(Own).Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<PasskeyResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }

    /// <summary>What to ask the browser of somebody who adds a passkey.</summary>
    public Task<PasskeyOptionsResponse> GetNewOptionsAsync(NewPasskeyOptionsRequest request, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<PasskeyOptionsResponse>(HttpMethod.Post, Own + "/options", request, cancellationToken);

    /// <summary>Adds a passkey with what the browser answered.</summary>
    public Task<PasskeyResponse> AddAsync(CreatePasskeyRequest passkey, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<PasskeyResponse>(HttpMethod.Post, Own, passkey, cancellationToken);

    /// <summary>Calls a passkey otherwise.</summary>
    public Task<PasskeyResponse> RenameAsync(string id, string name, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<PasskeyResponse>(HttpMethod.Patch, $"{Own}/{Uri.EscapeDataString(id)}", new UpdatePasskeyRequest(name), cancellationToken);

    /// <summary>Removes a passkey: it opens nothing from then on.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, $"{Own}/{Uri.EscapeDataString(id)}", body: null, cancellationToken);
}
