using System.Text.Json.Serialization;
using PlantCare.Domain.Time;

namespace PlantCare.Domain.Plants;

/// <summary>What a plant wants of one metric. A side that is null has no limit.</summary>
public sealed record Threshold
{
    /// <summary>The least that is well, in the metric's unit.</summary>
    [JsonPropertyName("min")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Min { get; init; }

    /// <summary>The most that is well, in the metric's unit.</summary>
    [JsonPropertyName("max")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Max { get; init; }

    /// <summary>How far back inside the limits a value must come before all is well again, in the metric's unit.</summary>
    [JsonPropertyName("hysteresis")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Hysteresis { get; init; }

    /// <summary>How long a value must stay outside before anyone is warned; ISO 8601 in JSON, such as <c>PT10M</c>.</summary>
    [JsonPropertyName("for")]
    [JsonConverter(typeof(IsoDurationConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan For { get; init; }

    /// <summary>What is wrong with these numbers, in words; null when nothing is.</summary>
    [JsonIgnore]
    public string? Fault => this switch
    {
        { Min: { } min } when !double.IsFinite(min) => "min must be a number",
        { Max: { } max } when !double.IsFinite(max) => "max must be a number",
        { Min: { } min, Max: { } max } when min >= max => "min must be less than max",
        { Hysteresis: < 0 } or { Hysteresis: double.NaN } => "hysteresis must not be negative",
        { Min: { } min, Max: { } max, Hysteresis: var h } when h * 2 >= max - min && h > 0 => "hysteresis must be less than half of max - min",
        { For: var wait } when wait < TimeSpan.Zero || wait > TimeSpan.FromDays(7) => "for must be between PT0S and P7D",
        _ => null,
    };
}
