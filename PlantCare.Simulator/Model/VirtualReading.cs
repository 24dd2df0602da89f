namespace PlantCare.Simulator.Model;

/// <summary>What a virtual device measures at one moment, in the units of the contract.</summary>
/// <param name="Time">When.</param>
/// <param name="SoilMoisture">%.</param>
/// <param name="Temperature">°C.</param>
/// <param name="Humidity">%RH.</param>
/// <param name="Light">Lux.</param>
/// <param name="SoilTemperature">°C.</param>
/// <param name="SoilEc">µS/cm.</param>
/// <param name="Battery">%; null on the mains.</param>
/// <param name="BatteryVoltage">V; null on the mains.</param>
/// <param name="Rssi">dBm.</param>
/// <param name="Watering">Whether water is running at this moment.</param>
internal sealed record VirtualReading(
    DateTimeOffset Time,
    double SoilMoisture,
    double Temperature,
    double Humidity,
    double Light,
    double SoilTemperature,
    double SoilEc,
    double? Battery,
    double? BatteryVoltage,
    double Rssi,
    bool Watering);
