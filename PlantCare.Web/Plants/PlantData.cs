using PlantCare.Contracts.Client;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Species;
using PlantCare.Web.Charts;

namespace PlantCare.Web.Plants;

/// <summary>All that a plant's page shows.</summary>
/// <param name="Plant">The plant.</param>
/// <param name="Devices">The devices that measure it.</param>
/// <param name="Latest">Its newest values; null when it said nothing for a day.</param>
/// <param name="Species">Its species; null when the catalogue does not know it.</param>
/// <param name="History">What the chart shows.</param>
internal sealed record PlantData(
    PlantResponse Plant, IReadOnlyList<DeviceResponse> Devices, LatestRow? Latest, SpeciesResponse? Species, HistoryData History)
{
    // A household has a few dozen; who has more devices finds the rest on their own page.
    private const int MostDevices = 200;

    /// <summary>Reads it: everything at once, and then the history of the metric that turns out to be shown.</summary>
    public static async Task<PlantData> ReadAsync(
        PlantCareClient api, Guid id, string? metric, ChartRange range, int width, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = api.Plants.GetAsync(id, cancellationToken);
        var devices = api.Devices.ListAsync(plantId: null, MostDevices, cursor: null, cancellationToken);
        var latest = api.Data.GetLatestAsync(id, cancellationToken);
        await Task.WhenAll(found, devices, latest);

        var plant = await found;
        var row = await latest is [var first, ..] ? first : null;
        var shown = PlantState.MetricOf(PlantState.Judge(plant, row), metric);
        var history = HistoryData.ReadAsync(api, id, shown, range, width, now, cancellationToken);
        var species = plant.SpeciesId is { } key ? api.Species.GetAsync(key, cancellationToken) : null;
        await Task.WhenAll(history, species ?? Task.CompletedTask);
        return new PlantData(
            plant, [.. (await devices).Data.Where(device => Measures(device, id))], row, species is null ? null : await species, await history);
    }

    private static bool Measures(DeviceResponse device, Guid plant) =>
        device.PlantId == plant || device.Config.Channels?.Values.Any(channel => channel.PlantId == plant) == true;
}

/// <summary>The windows of one metric.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Range">How far back they reach.</param>
/// <param name="Every">Their width.</param>
/// <param name="Rows">The windows.</param>
internal sealed record HistoryData(string Metric, ChartRange Range, TimeSpan Every, IReadOnlyList<AggregatedRow> Rows)
{
    /// <summary>Reads them, as finely as a chart of that width can show.</summary>
    public static async Task<HistoryData> ReadAsync(
        PlantCareClient api, Guid plant, string metric, ChartRange range, int width, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var every = PointBudget.Every(range.Reach, width);
        var request = new AggregatedRequest(PointBudget.Floor(now - range.Reach, every), now, every, plant, metric);
        return new HistoryData(metric, range, every, (await api.Data.GetAggregatedAsync(request, cancellationToken)).Data);
    }
}
