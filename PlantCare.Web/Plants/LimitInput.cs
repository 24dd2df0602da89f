using System.Globalization;
using PlantCare.Domain.Plants;
using PlantCare.Web.Readings;

namespace PlantCare.Web.Plants;

/// <summary>A threshold as somebody types it.</summary>
/// <param name="metric">Of which metric.</param>
internal sealed class LimitInput(string metric)
{
    private Threshold _known = new();

    public string Metric { get; } = metric;

    public string? Min { get; set; }

    public string? Max { get; set; }

    /// <summary>The rows that a plant without any threshold starts with.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["soil_moisture", "temperature", "humidity", "soil_ec"];

    public static LimitInput Of(string metric, Threshold? threshold) => new(metric)
    {
        _known = threshold ?? new Threshold(),
        Min = threshold?.Min?.ToString(CultureInfo.InvariantCulture),
        Max = threshold?.Max?.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Reads what was typed; hysteresis and patience stay as they were.</summary>
    /// <returns>False when it is no number.</returns>
    public bool TryRead(out Threshold? threshold)
    {
        threshold = null;
        if (!TryNumber(Min, out var min) || !TryNumber(Max, out var max))
        {
            return false;
        }

        threshold = min is null && max is null ? null : _known with { Min = min, Max = max };
        return true;
    }

    public string Fault => PlantWords.NotANumber(MetricText.Label(Metric));

    // A decimal comma is a decimal point to most of Europe.
    private static bool TryNumber(string? text, out double? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var isNumber = double.TryParse(text.Trim().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
        number = value;
        return isNumber;
    }
}
