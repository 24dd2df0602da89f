using PlantCare.Contracts.Species;
using PlantCare.Domain.Plants;

namespace PlantCare.Api.Plants;

/// <summary>What a new plant is watched for: the ranges of its species, with a margin and a patience that suit the metric.</summary>
internal static class SpeciesThresholds
{
    // Soil changes over hours; air and light within minutes, and mostly for no reason that matters.
    private static readonly Dictionary<string, (double Hysteresis, TimeSpan For)> Habits = new(StringComparer.Ordinal)
    {
        ["soil_moisture"] = (2, TimeSpan.FromMinutes(10)),
        ["temperature"] = (0.5, TimeSpan.FromMinutes(15)),
        ["humidity"] = (3, TimeSpan.FromMinutes(30)),
        ["soil_ec"] = (50, TimeSpan.FromHours(1)),
    };

    public static Dictionary<string, Threshold> Of(SpeciesResponse? species)
    {
        var thresholds = new Dictionary<string, Threshold>(StringComparer.Ordinal);
        foreach (var (metric, range) in species?.Ranges ?? new Dictionary<string, SpeciesRange>())
        {
            // Light goes to nothing every night, and DLI is a day's sum: neither is a threshold for single readings.
            if (Habits.TryGetValue(metric, out var habit))
            {
                thresholds[metric] = new Threshold { Min = range.Min, Max = range.Max, Hysteresis = habit.Hysteresis, For = habit.For };
            }
        }

        return thresholds;
    }
}
