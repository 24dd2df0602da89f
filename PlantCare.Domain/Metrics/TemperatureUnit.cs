namespace PlantCare.Domain.Metrics;

/// <summary>In which unit a person is shown temperatures. They are kept in °C.</summary>
public enum TemperatureUnit
{
    /// <summary>°C.</summary>
    Celsius,

    /// <summary>°F.</summary>
    Fahrenheit,
}
