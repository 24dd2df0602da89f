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
        $"{Short(metric, min)}–{MetricText.WithUnit(metric, MetricValue.Of(max)).Replace(".0", "", StringComparison.Ordinal)}";

    private static string Short(string metric, double value) =>
        MetricText.Value(metric, MetricValue.Of(value)).Replace(".0", "", StringComparison.Ordinal);
}
