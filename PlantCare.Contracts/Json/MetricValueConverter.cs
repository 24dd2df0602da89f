using System.Text.Json;
using System.Text.Json.Serialization;
using PlantCare.Domain.Metrics;

namespace PlantCare.Contracts.Json;

/// <summary>A <see cref="MetricValue"/> as a bare JSON number, boolean or string.</summary>
public sealed class MetricValueConverter : JsonConverter<MetricValue>
{
    /// <inheritdoc/>
    public override MetricValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryReadMetricValue(out var value) ? value : throw new JsonException("expected a number, a boolean or a string");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MetricValue value, JsonSerializerOptions options) => writer.WriteMetricValue(value);
}
