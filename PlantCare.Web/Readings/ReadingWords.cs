using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;

namespace PlantCare.Web.Readings;

/// <summary>The words for values and how they stand.</summary>
internal static class ReadingWords
{
    public static string On => "on";

    public static string Off => "off";

    public static string Calibrate => "calibrate";

    public static string Raw(string number) => $"raw {number}";

    /// <summary>What a value outside its limits means for the plant.</summary>
    public static string Outside(string metric, Condition condition) => (metric, condition) switch
    {
        ("soil_moisture", Condition.Low) => "Thirsty",
        ("soil_moisture", Condition.High) => "Too wet",
        ("temperature", Condition.Low) => "Too cold",
        ("temperature", Condition.High) => "Too warm",
        ("humidity", Condition.Low) => "Air too dry",
        ("humidity", Condition.High) => "Air too humid",
        ("light" or "ppfd", Condition.Low) => "Too dark",
        ("light" or "ppfd", Condition.High) => "Too bright",
        ("soil_temperature", Condition.Low) => "Cold feet",
        ("soil_temperature", Condition.High) => "Soil too warm",
        ("soil_ec", Condition.Low) => "Hungry",
        ("soil_ec", Condition.High) => "Overfed",
        ("battery", Condition.Low) => "Battery low",
        ("water_level", Condition.Low) => "Reservoir low",
        (_, Condition.Low) => $"{MetricText.Label(metric)} low",
        (_, Condition.High) => $"{MetricText.Label(metric)} high",
        _ => "",
    };

    /// <summary>The limit that was crossed, such as <c>below 30%</c>.</summary>
    public static string Limit(string metric, Condition condition, Threshold? threshold) => (condition, threshold) switch
    {
        (Condition.Low, { Min: { } min }) => $"below {MetricText.WithUnit(metric, MetricValue.Of(min))}",
        (Condition.High, { Max: { } max }) => $"above {MetricText.WithUnit(metric, MetricValue.Of(max))}",
        _ => "",
    };
}
