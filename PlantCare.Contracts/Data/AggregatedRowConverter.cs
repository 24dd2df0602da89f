using System.Text.Json;
using System.Text.Json.Serialization;
using PlantCare.Contracts.Json;

namespace PlantCare.Contracts.Data;

/// <summary>Writes a window's metrics as <c>avg_x</c>, <c>min_x</c>, <c>max_x</c>, and reads them back.</summary>
public sealed class AggregatedRowConverter : JsonConverter<AggregatedRow>
{
    /// <inheritdoc/>
    public override AggregatedRow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var metrics = new Dictionary<string, MetricSummary>(StringComparer.Ordinal);
        var row = new AggregatedRow(default, default, default, metrics);
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
                case var _ when reader.TokenType == JsonTokenType.Number && name.Length > 4 && name[3] == '_':
                    Put(metrics, name, reader.GetDouble());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return row;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, AggregatedRow value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("time", UtcTimeConverter.ToText(value.Time));
        writer.WriteString("plant_id", value.PlantId);
        writer.WriteString("user_id", value.UserId);
        foreach (var (metric, summary) in value.Metrics)
        {
            writer.WriteNumber("avg_" + metric, summary.Avg);
            writer.WriteNumber("min_" + metric, summary.Min);
            writer.WriteNumber("max_" + metric, summary.Max);
        }

        writer.WriteEndObject();
    }

    private static void Put(Dictionary<string, MetricSummary> metrics, string name, double number)
    {
        var metric = name[4..];
        var summary = metrics.GetValueOrDefault(metric);
        switch (name[..4])
        {
            case "avg_":
                metrics[metric] = summary with { Avg = number };
                break;
            case "min_":
                metrics[metric] = summary with { Min = number };
                break;
            case "max_":
                metrics[metric] = summary with { Max = number };
                break;
        }
    }
}
