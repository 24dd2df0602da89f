using System.Buffers;
using System.Text.Json;
using PlantCare.Contracts.Json;
using PlantCare.Simulator.Model;

namespace PlantCare.Simulator.Publishing;

/// <summary>Readings as the contract wants them.</summary>
internal static class Payload
{
    /// <summary>One reading.</summary>
    public static byte[] Of(VirtualReading reading) => Write(writer => WriteReading(writer, reading));

    /// <summary>A backlog: at most 1,000 readings.</summary>
    public static byte[] Of(IReadOnlyList<VirtualReading> readings) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var reading in readings)
        {
            WriteReading(writer, reading);
        }

        writer.WriteEndArray();
    });

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteReading(Utf8JsonWriter writer, VirtualReading reading)
    {
        writer.WriteStartObject();
        writer.WriteString("timestamp", UtcTimeConverter.ToText(reading.Time));
        writer.WriteNumber("soil_moisture", reading.SoilMoisture);
        writer.WriteNumber("temperature", reading.Temperature);
        writer.WriteNumber("humidity", reading.Humidity);
        writer.WriteNumber("light", reading.Light);
        writer.WriteNumber("soil_temperature", reading.SoilTemperature);
        writer.WriteNumber("soil_ec", reading.SoilEc);
        writer.WriteNumber("rssi", reading.Rssi);
        writer.WriteBoolean("watering", reading.Watering);
        if (reading.Battery is { } battery)
        {
            writer.WriteNumber("battery", battery);
        }

        if (reading.BatteryVoltage is { } voltage)
        {
            writer.WriteNumber("battery_voltage", voltage);
        }

        writer.WriteEndObject();
    }
}
