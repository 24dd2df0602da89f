using System.Text.Json;
using PlantCare.Domain.Metrics;

namespace PlantCare.Contracts.Json;

/// <summary>Metric values as JSON numbers, booleans and strings.</summary>
public static class MetricValueJson
{
    /// <summary>Writes the bare value.</summary>
    public static void WriteMetricValue(this Utf8JsonWriter writer, MetricValue value)
    {
        switch (value.Kind)
        {
            case MetricKind.Number:
                writer.WriteNumberValue(value.Number);
                break;
            case MetricKind.Boolean:
                writer.WriteBooleanValue(value.Boolean);
                break;
            default:
                writer.WriteStringValue(value.Text);
                break;
        }
    }

    /// <summary>Reads the value that the reader stands on; false for null, objects and arrays.</summary>
    public static bool TryReadMetricValue(this ref Utf8JsonReader reader, out MetricValue value)
    {
        value = default;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetDouble(out var number) && double.IsFinite(number):
                value = MetricValue.Of(number);
                return true;
            case JsonTokenType.True or JsonTokenType.False:
                value = MetricValue.Of(reader.GetBoolean());
                return true;
            case JsonTokenType.String:
                value = MetricValue.Of(reader.GetString()!);
                return true;
            default:
                return false;
        }
    }
}
