using PlantCare.Contracts.Plants;

namespace PlantCare.Contracts.Client;

/// <summary>Keeps the caller's plants.</summary>
public sealed class PlantsClient
{
    private readonly ApiConnection _connection;

    internal PlantsClient(ApiConnection connection) => _connection = connection;

    /// <summary>The caller's plants and those that are shared with the caller, by name.</summary>
    public Task<Page<PlantResponse>> ListAsync(
        int? limit = null, string? cursor = null, bool includeArchived = false, Guid? placeId = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("plants")
            .Add("limit", limit)
            .Add("cursor", cursor)
            .Add("active", includeArchived ? "any" : null)
            .Add("place_id", placeId);
        return _connection.SendAsync<Page<PlantResponse>>(HttpMethod.Get, path.ToString(), body: null, cancellationToken);
    }

    /// <summary>One plant.</summary>
    public Task<PlantResponse> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<PlantResponse>(HttpMethod.Get, $"plants/{id}", body: null, cancellationToken);

    /// <summary>Adds a plant.</summary>
    public Task<PlantResponse> CreateAsync(CreatePlantRequest plant, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<PlantResponse>(HttpMethod.Post, "plants", plant, cancellationToken);

    /// <summary>Changes a plant.</summary>
    public Task<PlantResponse> UpdateAsync(Guid id, UpdatePlantRequest change, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<PlantResponse>(HttpMethod.Patch, $"plants/{id}", change, cancellationToken);

    /// <summary>Deletes a plant with everything that was measured of it.</summary>
    public Task DeleteAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, $"plants/{id}", body: null, cancellationToken);
}
