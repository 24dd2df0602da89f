using PlantCare.Contracts.Json;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Species;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;

namespace PlantCare.Web.Plants;

/// <summary>What a person writes about a plant.</summary>
public sealed class PlantInput
{
    private static readonly string[] Foremost = [KnownMetrics.SoilMoisture.Name, KnownMetrics.Temperature.Name, KnownMetrics.Humidity.Name];

    private static readonly string[] Rest =
    [
        KnownMetrics.SoilEc.Name, KnownMetrics.Light.Name, KnownMetrics.SoilTemperature.Name, KnownMetrics.Co2.Name, KnownMetrics.Ph.Name,
        KnownMetrics.WaterLevel.Name, KnownMetrics.Battery.Name,
    ];

    // Single readings of light go to nothing every night, and a day's sum is none: neither is a limit. As Api has it.
    private static readonly string[] FromSpecies = [.. Foremost, KnownMetrics.SoilEc.Name];

    private readonly List<LimitInput> _others;

    /// <summary>A new plant.</summary>
    public PlantInput() => _others = [.. Rest.Select(metric => new LimitInput(metric))];

    /// <summary>A plant as it is.</summary>
    public PlantInput(PlantResponse plant)
        : this()
    {
        (Name, Species, Location) = (plant.Name, plant.Species ?? "", plant.Location ?? "");
        string[] unusual = [.. plant.Thresholds.Keys.Except(All.Select(limit => limit.Metric), StringComparer.Ordinal)];
        _others.AddRange(unusual.Select(metric => new LimitInput(metric)));
        Show(plant.Thresholds);
    }

    /// <summary>What to call it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its species.</summary>
    public string Species { get; set; } = "";

    /// <summary>Where it stands.</summary>
    public string Location { get; set; } = "";

    /// <summary>The limits that nearly every plant has.</summary>
    public IReadOnlyList<LimitInput> Main { get; } = [.. Foremost.Select(metric => new LimitInput(metric))];

    /// <summary>The others.</summary>
    public IReadOnlyList<LimitInput> Others => _others;

    /// <summary>What is wrong, a line each.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. string.IsNullOrWhiteSpace(Name) ? [PlantWords.NameMissing] : Array.Empty<string>(),
        .. All.Select(limit => limit.Problem).OfType<string>(),
    ];

    /// <summary>Whether somebody wrote limits of their own.</summary>
    public bool HasOwnLimits => All.Any(limit => limit.Touched);

    private IEnumerable<LimitInput> All => Main.Concat(_others);

    /// <summary>Shows what a species likes.</summary>
    public void ShowLimitsOf(SpeciesResponse? species)
    {
        foreach (var limit in All)
        {
            limit.Show(FromSpecies.Contains(limit.Metric, StringComparer.Ordinal) && species?.Ranges.GetValueOrDefault(limit.Metric) is { } range
                ? new Threshold { Min = range.Min, Max = range.Max }
                : null);
        }
    }

    /// <summary>What adds it. Limits that nobody touched are left to Api, which knows how patient to be with each.</summary>
    public CreatePlantRequest ToRequest() => new(Name.Trim(), Trimmed(Species), Trimmed(Location));

    /// <summary>The limits as written, kept beside what <paramref name="current"/> says of patience.</summary>
    public UpdatePlantRequest ToLimits(IReadOnlyDictionary<string, Threshold> current)
    {
        var limits = new Dictionary<string, Threshold>(StringComparer.Ordinal);
        foreach (var limit in All)
        {
            if (limit.ToThreshold() is { } written)
            {
                var kept = new LimitInput(limit.Metric);
                kept.Show(current.GetValueOrDefault(limit.Metric));
                (kept.Min, kept.Max) = (limit.Min, limit.Max);
                limits[limit.Metric] = kept.ToThreshold() ?? written;
            }
        }

        return new UpdatePlantRequest { Thresholds = new Patch<IReadOnlyDictionary<string, Threshold>?>(limits) };
    }

    /// <summary>What changes it.</summary>
    public UpdatePlantRequest ToChange(IReadOnlyDictionary<string, Threshold> current) =>
        ToLimits(current) with { Name = Name.Trim(), Species = Trimmed(Species), Location = Trimmed(Location) };

    private void Show(IReadOnlyDictionary<string, Threshold> thresholds)
    {
        foreach (var limit in All)
        {
            limit.Show(thresholds.GetValueOrDefault(limit.Metric));
        }
    }

    private static string? Trimmed(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
