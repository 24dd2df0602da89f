using System.Text.Json;
using PlantCare.Contracts.Alerts;
using PlantCare.Domain.Care;

namespace PlantCare.Contracts.Client;

/// <summary>Warnings about plants that the caller sees.</summary>
public sealed class AlertsClient
{
    private readonly ApiConnection _connection;

    internal AlertsClient(ApiConnection connection) => _connection = connection;

    /// <summary>Alerts, newest first.</summary>
    public Task<Page<AlertResponse>> ListAsync(
        AlertState? state = null, Guid? plantId = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("alerts")
            .Add("state", state is { } word ? JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString()) : null)
            .Add("plant_id", plantId)
            .Add("limit", limit)
            .Add("cursor", cursor);
        return _connection.SendAsync<Page<AlertResponse>>(HttpMethod.Get, path.ToString(), body: null, cancellationToken);
    }

    /// <summary>Says that the caller knows.</summary>
    public Task<AlertResponse> AcknowledgeAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<AlertResponse>(HttpMethod.Post, $"alerts/{id}/acknowledge", body: null, cancellationToken);

    /// <summary>Ends an alert; it begins again only after all was well.</summary>
    public Task<AlertResponse> ResolveAsync(Guid id, CancellationToken cancellationToken = default) =>
        _connection.SendAsync<AlertResponse>(HttpMethod.Post, $"alerts/{id}/resolve", body: null, cancellationToken);
}
