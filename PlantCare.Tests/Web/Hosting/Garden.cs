using PlantCare.Contracts.Data;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;

namespace PlantCare.Tests.Web.Hosting;

/// <summary>One owner's plants and what was measured of them.</summary>
internal sealed record Garden(
    IReadOnlyList<PlantResponse> Plants, IReadOnlyList<DeviceResponse> Devices, IReadOnlyList<LatestRow> Latest, DateTimeOffset Began)
{
    public static readonly Guid Owner = Guid.Parse("0193c0de-0000-7000-8000-000000000001");

    private readonly List<(string Metric, AggregatedRow Row)> _history = [];

    public static Garden Empty { get; } = new([], [], [], DateTimeOffset.UnixEpoch);

    public IReadOnlyList<AggregatedRow> HistoryOf(string metric) => [.. _history.Where(entry => entry.Metric == metric).Select(entry => entry.Row)];

    /// <summary>A household: some plants are well, some are not, one is new, one has gone quiet, one has an uncalibrated probe.</summary>
    public static Garden Household(DateTimeOffset now)
    {
        var garden = Empty with { Began = now };
        garden = garden.With("Basil", "Ocimum basilicum", "Kitchen window", now, 21, temperature: 23.4, humidity: 48, light: 8_200);
        garden = garden.With("Monstera", "Monstera deliciosa", "Living room", now.AddMinutes(-1), 46, temperature: 22.1, humidity: 57, light: 3_400);
        garden = garden.With("Big tomato", "Solanum lycopersicum", "Balcony", now.AddMinutes(-3), 63, temperature: 35.8, humidity: 61, light: 54_000);
        garden = garden.With("Peace lily", "Spathiphyllum wallisii", "Bathroom", now.AddMinutes(-2), 52, temperature: 21.7, humidity: 66, light: 1_150);
        garden = garden.With("Snake plant", "Dracaena trifasciata", "Bedroom", now.AddMinutes(-4), 34, temperature: 20.9, humidity: 44, light: 640);
        garden = garden.With("Lemon tree", "Citrus × limon", "Conservatory", now.AddMinutes(-1), 450, temperature: 19.2, humidity: 55, light: 12_800);
        garden = garden.With("String of hearts", "Ceropegia woodii", "Study", now.AddHours(-9), 38, temperature: 21.0, humidity: 41, light: 900);
        var orchid = NewPlant("Orchid", "Phalaenopsis amabilis", "Hallway", now);
        return garden.Keeping([.. garden.Plants, orchid]);
    }

    /// <summary>Adds a plant with a device and a day of history.</summary>
    public Garden With(
        string name, string? species, string? location, DateTimeOffset heard, double moisture, double temperature, double humidity, double light)
    {
        var plant = NewPlant(name, species, location, Began);
        var deviceId = "pot-" + (Plants.Count + 1).ToString("000", System.Globalization.CultureInfo.InvariantCulture);
        var device = new DeviceResponse(
            Guid.CreateVersion7(), deviceId, deviceId, "sensor", DeviceConfig.Empty, plant.Id, DeviceStatus.Online, heard, 87, Owner, Began);
        var latest = Reading(plant, deviceId, heard, ("soil_moisture", moisture), ("temperature", temperature), ("humidity", humidity), ("light", light));
        var next = Keeping([.. Plants, plant]) with { Devices = [.. Devices, device], Latest = [.. Latest, latest] };
        for (var step = 0; step < 48; step++)
        {
            // Drying all day, watered in the morning; an hour of silence makes a gap.
            if (step is 30 or 31)
            {
                continue;
            }

            var hours = (48 - step) / 2.0;
            var dry = moisture + (hours * 0.9) - (hours > 16 ? 22 : 0) + (1.2 * Math.Sin(step * 1.7));
            next._history.Add(("soil_moisture", new AggregatedRow(
                heard.AddHours(-hours), plant.Id, Owner, new Dictionary<string, MetricSummary>(StringComparer.Ordinal) { ["soil_moisture"] = new(dry, dry - 1, dry + 1) })));
        }

        return next;
    }

    public static LatestRow Reading(PlantResponse plant, string deviceId, DateTimeOffset time, params (string Metric, double Value)[] values) =>
        new(
            time,
            plant.Id,
            Owner,
            deviceId,
            plant.Name,
            plant.Location,
            values.ToDictionary(value => value.Metric, value => MetricValue.Of(value.Value), StringComparer.Ordinal),
            Times: null);

    public static PlantResponse NewPlant(string name, string? species, string? location, DateTimeOffset created) => new(
        Guid.CreateVersion7(),
        name,
        species,
        SpeciesId: null,
        location,
        new Dictionary<string, Threshold>(StringComparer.Ordinal)
        {
            ["soil_moisture"] = new() { Min = 30, Max = 60 + (name.Length % 2 * 10) },
            ["temperature"] = new() { Min = 15, Max = 32 },
            ["humidity"] = new() { Min = 35, Max = 80 },
        },
        CareInfo: null,
        Active: true,
        Owner,
        created);

    private Garden Keeping(IReadOnlyList<PlantResponse> plants) => this with { Plants = plants };
}
