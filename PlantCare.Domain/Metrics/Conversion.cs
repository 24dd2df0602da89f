namespace PlantCare.Domain.Metrics;

/// <summary>From the units in which values are kept to those in which people may have them shown, and back. The only place that knows how.</summary>
public static class Conversion
{
    /// <summary>
    /// The PPFD of sunlight for each lux, µmol/m²/s: the conventional factor, 1 / 54 (Thimijan and Heins, HortScience 18, 1983). Lamps differ: high-pressure
    /// sodium comes to 0.012.
    /// </summary>
    public const double PpfdPerLux = 0.0185;

    private const double FreezingFahrenheit = 32;
    private const double FahrenheitPerCelsius = 1.8;

    // Finer than any sensor, and coarse enough for 15 °C to be 15 °C again after it was 59 °F.
    private const int Decimals = 6;

    /// <summary>°C as °F.</summary>
    public static double ToFahrenheit(double celsius) => Tidy((celsius * FahrenheitPerCelsius) + FreezingFahrenheit);

    /// <summary>°F as °C.</summary>
    public static double ToCelsius(double fahrenheit) => Tidy((fahrenheit - FreezingFahrenheit) / FahrenheitPerCelsius);

    /// <summary>Sunlight's lux as µmol/m²/s.</summary>
    public static double ToPpfd(double lux) => Tidy(lux * PpfdPerLux);

    /// <summary>Sunlight's µmol/m²/s as lux.</summary>
    public static double ToLux(double ppfd) => Tidy(ppfd / PpfdPerLux);

    private static double Tidy(double number) => Math.Round(number, Decimals);
}
