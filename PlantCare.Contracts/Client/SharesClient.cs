using PlantCare.Contracts.Sharing;

namespace PlantCare.Contracts.Client;

/// <summary>Shares plants and places with others, and takes what others share.</summary>
public sealed class SharesClient
{
    private readonly ApiConnection _connection;

    internal SharesClient(ApiConnection connection) => _connection = connection;

    /// <summary>What others share with the caller (<c>received</c>), and what the caller shares (<c>given</c>); both when null. The newest first.</summary>
    public Task<Page<ShareResponse>> ListAsync(
        string? direction = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("shares").Add("direction", direction).Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<ShareResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }

    /// <summary>With whom a plant is shared: accounts, open invitations and sitter links, the newest first.</summary>
    public Task<Page<ShareResponse>> ListOfPlantAsync(
        Guid plantId, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        ListOfAsync($"plants/{plantId}/shares", limit, cursor, cancellationToken);

    /// <summary>With whom a place is shared: accounts, open invitations and sitter links, the newest first.</summary>
    public Task<Page<ShareResponse>> ListOfPlaceAsync(
        Guid placeId, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        ListOfAsync($"places/{placeId}/shares", limit, cursor, cancellationToken);

    /// <summary>Invites somebody to a plant; the answer holds the invitation's token, this once.</summary>
    public Task<CreatedShareResponse> SharePlantAsync(Guid plantId, CreateShareRequest share, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<CreatedShareResponse>(HttpMethod.Post, $"plants/{plantId}/shares", share, cancellationToken);

    /// <summary>Invites somebody to a place; the answer holds the invitation's token, this once.</summary>
    public Task<CreatedShareResponse> SharePlaceAsync(Guid placeId, CreateShareRequest share, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<CreatedShareResponse>(HttpMethod.Post, $"places/{placeId}/shares", share, cancellationToken);

    /// <summary>Makes a sitter link to a plant; the answer holds its token, this once.</summary>
    public Task<CreatedSitterResponse> AddPlantSitterAsync(Guid plantId, CreateSitterRequest sitter, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<CreatedSitterResponse>(HttpMethod.Post, $"plants/{plantId}/sitters", sitter, cancellationToken);

    /// <summary>Makes a sitter link to a place; the answer holds its token, this once.</summary>
    public Task<CreatedSitterResponse> AddPlaceSitterAsync(Guid placeId, CreateSitterRequest sitter, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<CreatedSitterResponse>(HttpMethod.Post, $"places/{placeId}/sitters", sitter, cancellationToken);

    /// <summary>Changes a share.</summary>
    public Task<ShareResponse> UpdateAsync(Guid id, UpdateShareRequest change, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<ShareResponse>(HttpMethod.Patch, $"shares/{id}", change, cancellationToken);

    /// <summary>Takes a share back, or leaves what is shared with the caller.</summary>
    public Task DeleteAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, $"shares/{id}", body: null, cancellationToken);

    /// <summary>What an invitation says; it takes no account to ask.</summary>
    public Task<InvitationResponse> GetInvitationAsync(string token, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<InvitationResponse>(HttpMethod.Get, Path(token), body: null, cancellationToken);

    /// <summary>Accepts an invitation.</summary>
    public Task<ShareResponse> AcceptAsync(string token, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<ShareResponse>(HttpMethod.Post, Path(token) + "/accept", body: null, cancellationToken);

    /// <summary>Who the sitter link, which the caller calls with, makes them.</summary>
    public Task<SitterResponse> GetSitterAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync<SitterResponse>(HttpMethod.Get, "sitter", body: null, cancellationToken);

    private static string Path(string token) => "invitations/" + Uri.EscapeDataString(token);

    private Task<Page<ShareResponse>> ListOfAsync(string path, int? limit, string? cursor, CancellationToken cancellationToken) =>
        _connection.SendAsync<Page<ShareResponse>>(
            HttpMethod.Get, new QueryString(path).Add("limit", limit).Add("cursor", cursor).ToString(), body: null, cancellationToken);
}
