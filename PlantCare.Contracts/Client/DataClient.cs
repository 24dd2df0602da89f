using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Json;

namespace PlantCare.Contracts.Client;

/// <summary>Reads what was measured.</summary>
public sealed class DataClient
{
    private readonly ApiConnection _connection;

    internal DataClient(ApiConnection connection) => _connection = connection;

    /// <summary>Single values, ordered by time.</summary>
    public Task<Page<DataRow>> ReadAsync(DataRequest request, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("data")
            .Add("plant_id", request.PlantId)
            .Add("place_id", request.PlaceId)
            .Add("device_id", request.DeviceId)
            .Add("start_time", request.From)
            .Add("end_time", request.To)
            .Add("field", request.Field)
            .Add("limit", request.Limit)
            .Add("order", request.Descending ? "desc" : null)
            .Add("cursor", request.Cursor);
        return _connection.SendAsync<Page<DataRow>>(HttpMethod.Get, path.ToString(), body: null, cancellationToken);
    }

    /// <summary>A row for each plant, the caller's own or shared with the caller, that said anything in the last 24 hours.</summary>
    public async Task<IReadOnlyList<LatestRow>> GetLatestAsync(Guid? plantId = null, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("data/latest").Add("plant_id", plantId).ToString();
        return (await _connection.SendAsync<Page<LatestRow>>(HttpMethod.Get, path, body: null, cancellationToken)).Data;
    }

    /// <summary>A row for each plant of a place that said anything in the last 24 hours.</summary>
    public async Task<IReadOnlyList<LatestRow>> GetLatestOfPlaceAsync(Guid placeId, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("data/latest").Add("place_id", placeId).ToString();
        return (await _connection.SendAsync<Page<LatestRow>>(HttpMethod.Get, path, body: null, cancellationToken)).Data;
    }

    /// <summary>Means, minima and maxima per window.</summary>
    public Task<AggregatedResponse> GetAggregatedAsync(AggregatedRequest request, CancellationToken cancellationToken = default)
    {
        var path = new QueryString("data/aggregated")
            .Add("plant_id", request.PlantId)
            .Add("place_id", request.PlaceId)
            .Add("start_time", request.From)
            .Add("end_time", request.To)
            .Add("every", FormattableString.Invariant($"{(long)request.Every.TotalSeconds}s"))
            .Add("field", request.Field);
        return _connection.SendAsync<AggregatedResponse>(HttpMethod.Get, path.ToString(), body: null, cancellationToken);
    }

    /// <summary>
    /// What happens from now on. Ends when Api closes the stream, as it does when it restarts; an <see cref="IOException"/> or
    /// <see cref="HttpRequestException"/> says that the connection broke. Call it again then, and read what was missed.
    /// </summary>
    public async IAsyncEnumerable<LiveMessage> WatchAsync(
        Guid? plantId = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = new QueryString("live").Add("plant_id", plantId).ToString();
        using var response = await _connection.SendAsync(
            HttpMethod.Get, path, body: null, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            yield return item.EventType switch
            {
                LiveMessage.ReadingEvent => new LiveMessage(item.EventType, JsonSerializer.Deserialize<LatestRow>(item.Data, PlantCareJson.Options)),
                LiveMessage.AlertEvent => new LiveMessage(item.EventType, Reading: null, JsonSerializer.Deserialize<AlertResponse>(item.Data, PlantCareJson.Options)),
                _ => new LiveMessage(item.EventType, Reading: null),
            };
        }
    }
}

/// <summary>A request for single values: the caller's own when it names neither plant, place nor device.</summary>
/// <param name="PlantId">Only of this plant.</param>
/// <param name="DeviceId">Only by this device.</param>
/// <param name="From">From when; one hour ago when null.</param>
/// <param name="To">To when; now when null.</param>
/// <param name="Field">Only this metric.</param>
/// <param name="Limit">At most so many values.</param>
/// <param name="Descending">Newest first.</param>
/// <param name="Cursor">The <see cref="Page{T}.Next"/> of the page before.</param>
/// <param name="PlaceId">Only of plants in this place.</param>
public sealed record DataRequest(
    Guid? PlantId = null,
    string? DeviceId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Field = null,
    int? Limit = null,
    bool Descending = false,
    string? Cursor = null,
    Guid? PlaceId = null);

/// <summary>A request for windows: the caller's own when it names neither plant nor place.</summary>
/// <param name="From">From when.</param>
/// <param name="To">To when.</param>
/// <param name="Every">The width of a window, whole seconds.</param>
/// <param name="PlantId">Only of this plant.</param>
/// <param name="Field">Only this metric.</param>
/// <param name="PlaceId">Only of plants in this place.</param>
public sealed record AggregatedRequest(
    DateTimeOffset From, DateTimeOffset To, TimeSpan Every, Guid? PlantId = null, string? Field = null, Guid? PlaceId = null);

/// <summary>Something that Api sent on <c>GET /live</c>.</summary>
/// <param name="Event">The kind of event.</param>
/// <param name="Reading">The reading, when it is one.</param>
/// <param name="Alert">The alert as it is from now on, when it is one.</param>
public sealed record LiveMessage(string Event, LatestRow? Reading, AlertResponse? Alert = null)
{
    /// <summary>A reading was stored.</summary>
    public const string ReadingEvent = "reading";

    /// <summary>An alert began, was acknowledged, or is over.</summary>
    public const string AlertEvent = "alert";

    /// <summary>The watcher was too slow and missed events: read the history again.</summary>
    public const string MissedEvent = "missed";

    /// <summary>Nothing happened for a while, and the stream is alive.</summary>
    public const string HeartbeatEvent = "heartbeat";
}
