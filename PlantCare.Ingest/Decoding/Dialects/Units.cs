namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>Turns the units that other systems can be set to into ours.</summary>
internal static class Units
{
    // A tenth of a degree is what such sensors tell apart.
    private const int Decimals = 2;

    /// <summary>°F as °C.</summary>
    public static double ToCelsius(double fahrenheit) => Math.Round((fahrenheit - 32) * 5 / 9, Decimals);

    /// <summary>Whether a unit's name means °F: <c>F</c>, <c>fahrenheit</c>.</summary>
    public static bool IsFahrenheit(string? unit) => unit?.TrimStart('°').StartsWith("f", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>How many hPa a unit of pressure has; null for a unit that is not known.</summary>
    public static double? Hectopascals(string? unit) => unit?.ToUpperInvariant() switch
    {
        "HPA" or "MBAR" => 1,
        "KPA" => 10,
        "MMHG" => 1.333_224,
        "INHG" => 33.863_89,
        _ => null,
    };

    /// <summary>A pressure as hPa.</summary>
    public static double ToHectopascals(double pressure, double perUnit) => perUnit == 1 ? pressure : Math.Round(pressure * perUnit, Decimals);
}
