using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Plants;

/// <summary>Limits as people read them.</summary>
internal static class LimitText
{
    /// <summary>Such as <c>30–60%</c>, <c>above 15 °C</c>; null where there are none.</summary>
    public static string? Range(string metric, Threshold? threshold) => threshold switch
    {
        { Min: { } min, Max: { } max } => Range(metric, min, max),
        { Min: { } min } => ReadingWords.Limit(metric, Condition.High, new Threshold { Max = min }),
        { Max: { } max } => ReadingWords.Limit(metric, Condition.Low, new Threshold { Min = max }),
        _ => null,
    };

    /// <summary>Such as <c>30–60%</c>.</summary>
    public static string Range(string metric, double min, double max) =>
        $"{MetricText.Short(metric, min)}–{MetricText.Short(metric, max)}{MetricText.After(MetricText.Unit(metric, MetricValue.Of(max)))}";
}
