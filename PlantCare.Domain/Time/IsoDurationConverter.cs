using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace PlantCare.Domain.Time;

/// <summary>A <see cref="TimeSpan"/> as an ISO 8601 duration, such as <c>PT10M</c>.</summary>
public sealed class IsoDurationConverter : JsonConverter<TimeSpan>
{
    /// <inheritdoc/>
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return XmlConvert.ToTimeSpan(reader.GetString() ?? "");
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or InvalidOperationException)
        {
            throw new JsonException("expected an ISO 8601 duration such as PT10M", exception);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(XmlConvert.ToString(value));
}
