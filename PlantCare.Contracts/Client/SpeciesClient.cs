using PlantCare.Contracts.Species;

namespace PlantCare.Contracts.Client;

/// <summary>Looks species up.</summary>
public sealed class SpeciesClient
{
    private readonly ApiConnection _connection;

    internal SpeciesClient(ApiConnection connection) => _connection = connection;

    /// <summary>The species whose names hold <paramref name="search"/>, best match first; all of them without it.</summary>
    public Task<Page<SpeciesResponse>> SearchAsync(
        string? search = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("species").Add("search", search).Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<SpeciesResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }

    /// <summary>One species.</summary>
    public Task<SpeciesResponse> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<SpeciesResponse>(HttpMethod.Get, $"species/{Uri.EscapeDataString(id)}", body: null, cancellationToken);
}
