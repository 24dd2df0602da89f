using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Places;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Care;

namespace PlantCare.Web.Overview;

/// <summary>All that the overview shows, read in a handful of calls however many plants there are.</summary>
/// <param name="Plants">The plants.</param>
/// <param name="Devices">The devices, which say whether silence is news.</param>
/// <param name="Latest">The newest values.</param>
/// <param name="History">The last day, by main metric.</param>
/// <param name="Alerts">The alerts that nobody has acknowledged.</param>
/// <param name="Places">The reader's places, and those that others share with them.</param>
internal sealed record OverviewData(
    IReadOnlyList<PlantResponse> Plants,
    IReadOnlyList<DeviceResponse> Devices,
    IReadOnlyList<LatestRow> Latest,
    IReadOnlyDictionary<string, IReadOnlyList<AggregatedRow>> History,
    IReadOnlyList<AlertResponse> Alerts,
    IReadOnlyList<PlaceResponse> Places)
{
    private const int PageSize = 200;

    // More plants than anyone looks after on one page; a list that long wants another screen.
    private const int MaxPages = 10;

    /// <summary>Reads it.</summary>
    public static async Task<OverviewData> ReadAsync(PlantCareClient api, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var plants = ReadAllAsync(cursor => api.Plants.ListAsync(PageSize, cursor, cancellationToken: cancellationToken));
        var devices = ReadAllAsync(cursor => api.Devices.ListAsync(plantId: null, PageSize, cursor, cancellationToken));
        var alerts = ReadAlertsAsync(api, cancellationToken);
        var places = ReadAllAsync(cursor => api.Places.ListAsync(PageSize, cursor, cancellationToken));
        var latest = await api.Data.GetLatestAsync(plantId: null, cancellationToken);

        // One metric at a time keeps the answer small. Nearly always that is soil moisture alone.
        var judged = (await plants).ToDictionary(plant => plant.Id);
        var metrics = latest
            .Where(row => judged.ContainsKey(row.PlantId))
            .Select(row => PlantJudge.Foremost(PlantJudge.Judge(judged[row.PlantId], Values(row)))?.Metric)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Take(4)
            .ToArray();
        var history = new Dictionary<string, IReadOnlyList<AggregatedRow>>(StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            var request = new AggregatedRequest(now - PlantSeries.Reach, now, PlantSeries.Step, PlantId: null, metric);
            history[metric] = (await api.Data.GetAggregatedAsync(request, cancellationToken)).Data;
        }

        return new OverviewData(await plants, await devices, latest, history, await alerts, await places);
    }

    /// <summary>The alerts that nobody has acknowledged.</summary>
    public static Task<IReadOnlyList<AlertResponse>> ReadAlertsAsync(PlantCareClient api, CancellationToken cancellationToken) =>
        ReadAllAsync(cursor => api.Alerts.ListAsync(AlertState.Open, plantId: null, PageSize, cursor, cancellationToken));

    /// <summary>A row's values, each with its own time.</summary>
    public static IEnumerable<(string Metric, Domain.Metrics.MetricValue Value, DateTimeOffset Time)> Values(LatestRow row) =>
        row.Metrics.Select(pair => (pair.Key, pair.Value, row.Times?.GetValueOrDefault(pair.Key, row.Time) ?? row.Time));

    /// <summary>Keeps a value unless a newer one of its metric is kept: a device that was offline sends its backlog.</summary>
    /// <returns>Whether it is news, and not the very one that is kept: a page that catches up hears again what it knows.</returns>
    public static bool Keep(
        Dictionary<string, (Domain.Metrics.MetricValue Value, DateTimeOffset Time)> values, string metric, Domain.Metrics.MetricValue value, DateTimeOffset time)
    {
        var isKept = values.TryGetValue(metric, out var kept);
        if (!isKept || kept.Time <= time)
        {
            values[metric] = (value, time);
        }

        return !isKept || kept.Time != time;
    }

    private static async Task<IReadOnlyList<T>> ReadAllAsync<T>(Func<string?, Task<Contracts.Page<T>>> read)
    {
        var all = new List<T>();
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var part = await read(cursor);
            all.AddRange(part.Data);
            cursor = part.Next;
            if (cursor is null)
            {
                break;
            }
        }

        return all;
    }
}
