using System.Text.Json;
using System.Text.Json.Serialization;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Metrics;

namespace PlantCare.Contracts.Data;

/// <summary>Writes a row's metrics beside its other members, and reads them back.</summary>
public sealed class LatestRowConverter : JsonConverter<LatestRow>
{
    /// <inheritdoc/>
    public override LatestRow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var metrics = new Dictionary<string, MetricValue>(StringComparer.Ordinal);
        var row = new LatestRow(default, default, default, "", "", Location: null, metrics, Times: null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "time":
                    row = row with { Time = reader.GetDateTimeOffset() };
                    break;
                case "plant_id":
                    row = row with { PlantId = reader.GetGuid() };
                    break;
                case "user_id":
                    row = row with { UserId = reader.GetGuid() };
                    break;
                case "device_id":
                    row = row with { DeviceId = reader.GetString() ?? "" };
                    break;
                case "plant_name":
                    row = row with { PlantName = reader.GetString() ?? "" };
                    break;
                case "location":
                    row = row with { Location = reader.GetString() };
                    break;
                case "times":
                    row = row with { Times = JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(ref reader, options) };
                    break;
                case var metric when reader.TryReadMetricValue(out var value):
                    metrics[metric] = value;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return row;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LatestRow value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("time", UtcTimeConverter.ToText(value.Time));
        writer.WriteString("plant_id", value.PlantId);
        writer.WriteString("user_id", value.UserId);
        writer.WriteString("device_id", value.DeviceId);
        writer.WriteString("plant_name", value.PlantName);
        writer.WriteString("location", value.Location);
        foreach (var (metric, measured) in value.Metrics)
        {
            writer.WritePropertyName(metric);
            writer.WriteMetricValue(measured);
        }

        if (value.Times is { } times)
        {
            writer.WriteStartObject("times");
            foreach (var (metric, time) in times)
            {
                writer.WriteString(metric, UtcTimeConverter.ToText(time));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
