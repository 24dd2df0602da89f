using System.Text.Json.Nodes;
using PlantCare.Api.Problems;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;

namespace PlantCare.Api.Plants;

/// <summary>What a plant may be.</summary>
internal static class PlantRules
{
    private const int MaxThresholds = 64;
    private const int MaxCareInfoCharacters = 16 * 1024;

    public static void Check(
        Faults faults, string? name, string? species, string? location, IReadOnlyDictionary<string, Threshold>? thresholds, JsonObject? careInfo)
    {
        faults.Required("name", name, longest: 100);
        faults.Text("species", species, longest: 200);
        faults.Text("location", location, longest: 100);
        faults.Json("care_info", careInfo, MaxCareInfoCharacters);
        faults.AddIf(thresholds?.Count > MaxThresholds, "thresholds", $"may be at most {MaxThresholds}");
        foreach (var (metric, threshold) in thresholds ?? new Dictionary<string, Threshold>())
        {
            var member = $"thresholds.{metric}";
            faults.AddIf(!MetricName.IsValid(metric), member, "is not a metric's name: lower-case letters, digits and '_', beginning with a letter");
            if (threshold is null)
            {
                faults.Add(member, "must be an object such as {\"min\":30,\"max\":60}");
            }
            else if (threshold.Fault is { } fault)
            {
                faults.Add(member, fault);
            }
        }
    }
}
