namespace PlantCare.Simulator.Model;

/// <summary>Where the sun stands, and how much light it gives outdoors.</summary>
internal static class Sun
{
    /// <summary>Lumens for a watt of daylight: about 110 lm/W for global irradiance (Littlefair, 1985).</summary>
    private const double LuminousEfficacy = 110;

    /// <summary>
    /// The sine of the sun's elevation: declination by Cooper (1969), hour angle from UTC and longitude. It ignores the equation of time, at
    /// most a quarter of an hour.
    /// </summary>
    /// <param name="time">When.</param>
    /// <param name="latitude">Degrees, north positive.</param>
    /// <param name="longitude">Degrees, east positive.</param>
    public static double SineOfElevation(DateTimeOffset time, double latitude, double longitude)
    {
        var utc = time.UtcDateTime;
        var declination = Radians(23.45) * Math.Sin(2 * Math.PI * (284 + utc.DayOfYear) / 365);
        var solarHours = utc.TimeOfDay.TotalHours + (longitude / 15);
        var hourAngle = Radians(15 * (solarHours - 12));
        var phi = Radians(latitude);
        return (Math.Sin(phi) * Math.Sin(declination)) + (Math.Cos(phi) * Math.Cos(declination) * Math.Cos(hourAngle));
    }

    /// <summary>
    /// Illuminance on level ground, lux: the clear-sky irradiance of Haurwitz (1945), 1098 cos z · exp(−0.057 / cos z) W/m², less what the
    /// clouds take (Kasten and Czeplak, 1980: 1 − 0.75 n^3.4).
    /// </summary>
    /// <param name="sine">The sine of the sun's elevation.</param>
    /// <param name="cloudCover">0 for none, 1 for overcast.</param>
    public static double Illuminance(double sine, double cloudCover)
    {
        if (sine <= 0)
        {
            return 0;
        }

        var clear = 1_098 * sine * Math.Exp(-0.057 / sine);
        return clear * (1 - (0.75 * Math.Pow(Math.Clamp(cloudCover, 0, 1), 3.4))) * LuminousEfficacy;
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
