using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Sharing;
using PlantCare.Web.Overview;

namespace PlantCare.Web.Sitting;

/// <summary>All that a sitter sees.</summary>
/// <param name="Sitter">Who the link makes its bearer.</param>
/// <param name="Plants">The plants.</param>
internal sealed record SittingData(SitterResponse Sitter, IReadOnlyList<SatPlant> Plants)
{
    // More than one neighbour waters.
    private const int Most = 200;

    /// <summary>Reads it.</summary>
    public static async Task<SittingData> ReadAsync(PlantCareClient api, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sitter = await api.Shares.GetSitterAsync(cancellationToken);
        var plants = await api.Plants.ListAsync(Most, cancellationToken: cancellationToken);
        var devices = await api.Devices.ListAsync(plantId: null, Most, cursor: null, cancellationToken);
        var latest = (await api.Data.GetLatestAsync(plantId: null, cancellationToken)).ToDictionary(row => row.PlantId);
        var sat = new List<SatPlant>();
        foreach (var plant in plants.Data)
        {
            var row = latest.GetValueOrDefault(plant.Id);
            var device = devices.Data.FirstOrDefault(device => device.PlantId == plant.Id && device.DisabledAt is null);
            var values = PlantJudge.Judge(plant, row is null ? [] : OverviewData.Values(row));
            var verdict = PlantJudge.Sum(values, device is not null, row?.Time ?? device?.LastSeen, now);
            var commands = device is null ? null : await api.Devices.ListCommandsAsync(device.DeviceId, limit: 1, cursor: null, cancellationToken);
            sat.Add(new SatPlant(plant, values, verdict, device?.DeviceId, commands?.Data is [var last, ..] ? last : null));
        }

        return new SittingData(sitter, [.. sat.OrderByDescending(plant => plant.Verdict.Urgency)]);
    }
}

/// <summary>A plant as its sitter sees it.</summary>
/// <param name="Plant">The plant.</param>
/// <param name="Values">Its newest values.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Device">The device that can be told to water, by its name on the wire; null for none.</param>
/// <param name="Last">What that device was told last; null for nothing.</param>
internal sealed record SatPlant(PlantResponse Plant, IReadOnlyList<JudgedValue> Values, Verdict Verdict, string? Device, CommandResponse? Last);
