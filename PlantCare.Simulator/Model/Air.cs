namespace PlantCare.Simulator.Model;

/// <summary>What water vapour does at a temperature.</summary>
internal static class Air
{
    /// <summary>Saturation vapour pressure, kPa, at °C (Tetens, 1930, with the constants of FAO Irrigation and Drainage Paper 56, equation 11).</summary>
    public static double SaturationVapourPressure(double temperature) => 0.6108 * Math.Exp(17.27 * temperature / (temperature + 237.3));

    /// <summary>Vapour-pressure deficit, kPa, at °C and %RH: how strongly the air pulls water out of leaves and soil.</summary>
    public static double VapourPressureDeficit(double temperature, double humidity) =>
        SaturationVapourPressure(temperature) * (1 - (Math.Clamp(humidity, 0, 100) / 100));

    /// <summary>Relative humidity, %, of air that holds a vapour pressure, kPa, at °C.</summary>
    public static double RelativeHumidity(double vapourPressure, double temperature) =>
        Math.Clamp(vapourPressure / SaturationVapourPressure(temperature) * 100, 5, 100);
}
