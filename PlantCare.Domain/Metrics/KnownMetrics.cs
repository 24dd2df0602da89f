using System.Collections.Frozen;

namespace PlantCare.Domain.Metrics;

/// <summary>The metrics of CONTRACT.md with their units and physical ranges. Any other name is kept as it comes.</summary>
/// <remarks>
/// Ranges are what common sensors can mean, not what plants like: −60–85 °C spans the DS18B20 and the BME280 and still refuses
/// the 100 °C of a probe that has lost its mind; 200,000 lx is above direct sun (about 120,000 lx) with room for lens gain.
/// </remarks>
public static class KnownMetrics
{
    /// <summary>Air temperature, °C.</summary>
    public static readonly Metric Temperature = new("temperature", "Temperature", "°C", Min: -60, Max: 85, Decimals: 1);

    /// <summary>Relative humidity of the air, %RH.</summary>
    public static readonly Metric Humidity = new("humidity", "Humidity", "%RH", Min: 0, Max: 100);

    /// <summary>Soil moisture, %; raw counts above 100 are turned into % by the device's calibration.</summary>
    public static readonly Metric SoilMoisture = new("soil_moisture", "Soil moisture", "%", Min: 0, Max: 100);

    /// <summary>Soil temperature, °C.</summary>
    public static readonly Metric SoilTemperature = new("soil_temperature", "Soil temperature", "°C", Min: -60, Max: 85, Decimals: 1);

    /// <summary>Electrical conductivity of the soil, µS/cm.</summary>
    public static readonly Metric SoilEc = new("soil_ec", "Soil EC", "µS/cm", Min: 0, Max: 20_000);

    /// <summary>Illuminance, lux.</summary>
    public static readonly Metric Light = new("light", "Light", "lux", Min: 0, Max: 200_000);

    /// <summary>Photosynthetic photon flux density, µmol/m²/s.</summary>
    public static readonly Metric Ppfd = new("ppfd", "PPFD", "µmol/m²/s", Min: 0, Max: 4_000);

    /// <summary>Carbon dioxide, ppm.</summary>
    public static readonly Metric Co2 = new("co2", "CO₂", "ppm", Min: 0, Max: 40_000);

    /// <summary>Acidity, pH.</summary>
    public static readonly Metric Ph = new("ph", "pH", "", Min: 0, Max: 14, Decimals: 1);

    /// <summary>Air pressure, hPa.</summary>
    public static readonly Metric Pressure = new("pressure", "Pressure", "hPa", Min: 300, Max: 1_200);

    /// <summary>Charge of the device's battery, %.</summary>
    public static readonly Metric Battery = new("battery", "Battery", "%", Min: 0, Max: 100);

    /// <summary>Voltage of the device's battery, V.</summary>
    public static readonly Metric BatteryVoltage = new("battery_voltage", "Battery voltage", "V", Min: 0, Max: 60, Decimals: 2);

    /// <summary>Strength of the device's radio signal, dBm.</summary>
    public static readonly Metric Rssi = new("rssi", "Signal", "dBm", Min: -200, Max: 50);

    /// <summary>Water left in the reservoir, %.</summary>
    public static readonly Metric WaterLevel = new("water_level", "Water level", "%", Min: 0, Max: 100);

    /// <summary>Whether the grow light is on: <c>ON</c> or <c>OFF</c>.</summary>
    public static readonly Metric Lighting = new("lighting", "Grow light", "", MetricKind.Text);

    /// <summary>Whether the pump is running.</summary>
    public static readonly Metric Watering = new("watering", "Watering", "", MetricKind.Boolean);

    /// <summary>All of them, in the order in which people read them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        SoilMoisture, Temperature, Humidity, Light, Ppfd, SoilTemperature, SoilEc, Co2, Ph, Pressure,
        WaterLevel, Lighting, Watering, Battery, BatteryVoltage, Rssi,
    ];

    private static readonly FrozenDictionary<string, Metric> ByName = All.ToFrozenDictionary(metric => metric.Name, StringComparer.Ordinal);

    /// <summary>The known metric of that name, or null.</summary>
    public static Metric? Find(string name) => ByName.GetValueOrDefault(name);
}
