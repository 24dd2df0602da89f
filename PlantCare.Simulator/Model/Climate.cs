namespace PlantCare.Simulator.Model;

/// <summary>
/// The air and the light around a pot. Outdoors the temperature follows the season and the sun, with weather that lasts for days; indoors
/// heating holds it, and the air is as moist as outside but warmer, which is why it is dry in winter.
/// </summary>
internal sealed class Climate
{
    private const double WarmestDay = 200;
    private const double WarmestHour = 15;

    private readonly PotProfile _pot;
    private readonly Wandering _weather;
    private readonly Wandering _clouds;
    private readonly Wandering _moisture;
    private readonly Wandering _room;

    public Climate(PotProfile pot, Chance chance)
    {
        _pot = pot;
        _weather = new Wandering(chance, deviation: 2.6, TimeSpan.FromDays(2));
        _clouds = new Wandering(chance, deviation: 0.35, TimeSpan.FromHours(7));
        _moisture = new Wandering(chance, deviation: 7, TimeSpan.FromHours(16));
        _room = new Wandering(chance, deviation: 0.5, TimeSpan.FromHours(3));
    }

    /// <summary>°C.</summary>
    public double Temperature { get; private set; }

    /// <summary>%RH.</summary>
    public double Humidity { get; private set; }

    /// <summary>Lux at the leaves.</summary>
    public double Light { get; private set; }

    /// <summary>0 for a clear sky, 1 for an overcast one.</summary>
    public double CloudCover { get; private set; }

    public void Step(DateTimeOffset time, TimeSpan elapsed)
    {
        // step 1: the sky
        CloudCover = Math.Clamp(0.45 + _clouds.Step(elapsed), 0, 1);
        var sine = Sun.SineOfElevation(time, _pot.Latitude, _pot.Longitude);
        Light = Sun.Illuminance(sine, CloudCover) * _pot.LightFactor;

        // step 2: the air outside
        var utc = time.UtcDateTime;
        var season = Math.Cos(2 * Math.PI * (utc.DayOfYear - WarmestDay) / 365);
        var solarHours = utc.TimeOfDay.TotalHours + (_pot.Longitude / 15);
        var day = Math.Cos(2 * Math.PI * (solarHours - WarmestHour) / 24);
        var swing = 4.5 * (1 - (0.5 * CloudCover));
        var outside = 13 + (10 * season) + (swing * day) + _weather.Step(elapsed);
        var outsideHumidity = Math.Clamp(70 - (13 * day) + (12 * (CloudCover - 0.5)) + _moisture.Step(elapsed), 25, 100);

        // step 3: the air at the plant
        if (_pot.IsOutdoors)
        {
            (Temperature, Humidity) = (outside, outsideHumidity);
        }
        else
        {
            // Heated to 20.5 °C, and no cooling: on hot days the room follows, damped.
            Temperature = Math.Max(20.5, 0.65 * outside + 8) + (0.7 * day) + _room.Step(elapsed) + (Light / 20_000);
            var vapour = Air.SaturationVapourPressure(outside) * outsideHumidity / 100;
            Humidity = Math.Clamp(Air.RelativeHumidity(vapour, Temperature) + 6, 18, 90);
        }
    }
}
