using PlantCare.Contracts.Languages;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;

namespace PlantCare.Web.Readings;

/// <summary>The words for values and how they stand.</summary>
internal static class ReadingWords
{
    private static readonly WordBook Book = new(typeof(ReadingWords));

    public static string On => Book.Get();

    public static string Off => Book.Get();

    public static string Calibrate => Book.Get();

    public static string Raw(string number) => Book.Format([number]);

    /// <summary>What a value outside its limits means for the plant, such as <c>Thirsty</c>; empty for one that is not.</summary>
    public static string Outside(string metric, Condition condition) => condition is Condition.Low or Condition.High
        ? Book.Find($"Outside.{metric}.{condition}") ?? Book.Format([MetricText.Label(metric)], $"Outside.{condition}")
        : "";

    /// <summary>The limit that was crossed, such as <c>below 30%</c>.</summary>
    public static string Limit(string metric, Condition condition, Threshold? threshold) => (condition, threshold) switch
    {
        (Condition.Low, { Min: { } min }) => Book.Format([MetricText.WithUnit(metric, MetricValue.Of(min))], "Limit.Low"),
        (Condition.High, { Max: { } max }) => Book.Format([MetricText.WithUnit(metric, MetricValue.Of(max))], "Limit.High"),
        _ => "",
    };
}
