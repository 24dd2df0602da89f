using PlantCare.Contracts.Places;

namespace PlantCare.Contracts.Client;

/// <summary>Keeps the places where the caller's plants stand, and shows those that others share.</summary>
public sealed class PlacesClient
{
    private readonly ApiConnection _connection;

    internal PlacesClient(ApiConnection connection) => _connection = connection;

    /// <summary>Places by name.</summary>
    public Task<Page<PlaceResponse>> ListAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("places").Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<PlaceResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }

    /// <summary>One place.</summary>
    public Task<PlaceResponse> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<PlaceResponse>(HttpMethod.Get, $"places/{id}", body: null, cancellationToken);

    /// <summary>Adds a place.</summary>
    public Task<PlaceResponse> CreateAsync(CreatePlaceRequest place, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<PlaceResponse>(HttpMethod.Post, "places", place, cancellationToken);

    /// <summary>Changes a place.</summary>
    public Task<PlaceResponse> UpdateAsync(Guid id, UpdatePlaceRequest change, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<PlaceResponse>(HttpMethod.Patch, $"places/{id}", change, cancellationToken);

    /// <summary>Deletes a place; its plants stay, and stand in no place.</summary>
    public Task DeleteAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, $"places/{id}", body: null, cancellationToken);
}
