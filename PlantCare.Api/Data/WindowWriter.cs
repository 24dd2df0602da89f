using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data;

/// <summary>
/// Writes windows as they come from the store, as an <see cref="Contracts.Data.AggregatedResponse"/> or as CSV. A month by the hour is ten thousand
/// numbers and their names: each name is made once.
/// </summary>
internal static class WindowWriter
{
    private const int FlushBytes = 32 * 1024;

    /// <summary><c>{"data":[{"time":…,"avg_temperature":…}],"window":"7d","count":n}</c>.</summary>
    public static async Task WriteJsonAsync(
        PipeWriter output, IReadOnlyList<AggregateWindow> windows, Guid userId, string reach, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, Names>(StringComparer.Ordinal);
        await using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data");
            foreach (var window in windows)
            {
                WriteWindow(writer, window, userId, names);
                if (writer.BytesPending > FlushBytes)
                {
                    await writer.FlushAsync(cancellationToken);
                }
            }

            writer.WriteEndArray();
            writer.WriteString("window", reach);
            writer.WriteNumber("count", windows.Count);
            writer.WriteEndObject();
        }

        await output.FlushAsync(cancellationToken);
    }

    /// <summary>RFC 4180, with a header; a column for each metric that occurs.</summary>
    public static string ToCsv(IReadOnlyList<AggregateWindow> windows, Guid userId)
    {
        var metrics = windows.SelectMany(window => window.Metrics.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        var text = new StringBuilder("time,plant_id,user_id");
        metrics.ForEach(metric => text.Append(CultureInfo.InvariantCulture, $",avg_{metric},min_{metric},max_{metric}"));
        text.Append("\r\n");
        foreach (var window in windows)
        {
            text.Append(UtcTimeConverter.ToText(window.Start)).Append(',').Append(window.PlantId).Append(',').Append(userId);
            foreach (var metric in metrics)
            {
                text.Append(window.Metrics.TryGetValue(metric, out var found)
                    ? string.Create(CultureInfo.InvariantCulture, $",{found.Mean:R},{found.Min:R},{found.Max:R}")
                    : ",,,");
            }

            text.Append("\r\n");
        }

        return text.ToString();
    }

    private static void WriteWindow(Utf8JsonWriter writer, AggregateWindow window, Guid userId, Dictionary<string, Names> names)
    {
        writer.WriteStartObject();
        writer.WriteString("time", UtcTimeConverter.ToText(window.Start));
        writer.WriteString("plant_id", window.PlantId);
        writer.WriteString("user_id", userId);
        foreach (var (metric, found) in window.Metrics)
        {
            if (!names.TryGetValue(metric, out var name))
            {
                names[metric] = name = Names.Of(metric);
            }

            writer.WriteNumber(name.Mean, found.Mean);
            writer.WriteNumber(name.Min, found.Min);
            writer.WriteNumber(name.Max, found.Max);
        }

        writer.WriteEndObject();
    }

    /// <summary>What a metric's three numbers are called.</summary>
    private readonly record struct Names(JsonEncodedText Mean, JsonEncodedText Min, JsonEncodedText Max)
    {
        public static Names Of(string metric) =>
            new(JsonEncodedText.Encode("avg_" + metric), JsonEncodedText.Encode("min_" + metric), JsonEncodedText.Encode("max_" + metric));
    }
}
