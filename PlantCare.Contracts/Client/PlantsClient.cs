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

    /// <summary>What was done to a plant and seen of it, newest first.</summary>
    public Task<Page<JournalEntryResponse>> ListJournalAsync(
        Guid id, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString($"plants/{id}/journal").Add("limit", limit).Add("cursor", cursor).ToString();
        return _connection.SendAsync<Page<JournalEntryResponse>>(HttpMethod.Get, path, body: null, cancellationToken);
    }

    /// <summary>Writes down what was done to a plant or seen of it.</summary>
    public Task<JournalEntryResponse> WriteJournalAsync(Guid id, CreateJournalEntryRequest entry, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<JournalEntryResponse>(HttpMethod.Post, $"plants/{id}/journal", entry, cancellationToken);

    /// <summary>The picture of a journal's entry, with its media type.</summary>
    public async Task<(byte[] Picture, string MediaType)> GetJournalPhotoAsync(Guid id, Guid entryId, CancellationToken cancellationToken = default)
    {
        using var answer = await _connection.SendAsync(
            HttpMethod.Get, $"plants/{id}/journal/{entryId}/photo", body: null, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return (await answer.Content.ReadAsByteArrayAsync(cancellationToken), answer.Content.Headers.ContentType?.MediaType ?? "application/octet-stream");
    }

    /// <summary>Deletes a plant with everything that was measured of it.</summary>
    public Task DeleteAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Delete, $"plants/{id}", body: null, cancellationToken);
}
