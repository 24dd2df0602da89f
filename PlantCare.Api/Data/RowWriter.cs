using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Readings;

namespace PlantCare.Api.Data;

/// <summary>Streams single values as JSON or CSV: whatever the length of the answer, only some kilobytes of it are in memory.</summary>
internal static class RowWriter
{
    private const int FlushBytes = 32 * 1024;

    private static readonly byte[] CsvHeader = "time,plant_id,user_id,device_id,plant_name,location,field,value\r\n"u8.ToArray();

    /// <summary><c>{"data":[…],"count":n,"next":"…"}</c>; one value more than the limit is read, and not written, to see whether there are more.</summary>
    public static async Task WriteJsonAsync(
        PipeWriter output, StartedRows values, ReadableReadings readable, int limit, CancellationToken cancellationToken)
    {
        var writer = new Utf8JsonWriter(output);
        await using (writer)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data");
            var count = 0;
            ReadingPosition? next = null;
            ReadingPosition last = default;
            while (await values.NextAsync() is { } value)
            {
                if (count == limit)
                {
                    next = last;
                    break;
                }

                WriteRow(writer, value, readable);
                last = value.Position;
                count++;
                if (writer.BytesPending > FlushBytes)
                {
                    await writer.FlushAsync(cancellationToken);
                    await output.FlushAsync(cancellationToken);
                }
            }

            writer.WriteEndArray();
            writer.WriteNumber("count", count);
            if (next is { } position)
            {
                writer.WriteString("next", DataParameters.ToCursor(position));
            }

            writer.WriteEndObject();
        }

        await output.FlushAsync(cancellationToken);
    }

    /// <summary>RFC 4180, with a header.</summary>
    public static async Task WriteCsvAsync(
        PipeWriter output, StartedRows values, ReadableReadings readable, CancellationToken cancellationToken)
    {
        output.Write(CsvHeader);
        var line = new StringBuilder();
        while (await values.NextAsync() is { } value)
        {
            var plant = readable.Plants.GetValueOrDefault(value.PlantId);
            line.Clear();
            line.Append(UtcTimeConverter.ToText(value.Time)).Append(',')
                .Append(value.PlantId).Append(',')
                .Append(readable.Scope.UserId).Append(',');
            CsvText.Append(line, value.DeviceId).Append(',');
            CsvText.Append(line, plant?.Name).Append(',');
            CsvText.Append(line, plant?.Location).Append(',').Append(value.Metric).Append(',');
            CsvText.Append(line, value.Value).Append("\r\n");
            Encoding.UTF8.GetBytes(line.ToString(), output);
            if (output.UnflushedBytes > FlushBytes)
            {
                await output.FlushAsync(cancellationToken);
            }
        }

        await output.FlushAsync(cancellationToken);
    }

    private static void WriteRow(Utf8JsonWriter writer, in StoredValue value, ReadableReadings readable)
    {
        var plant = readable.Plants.GetValueOrDefault(value.PlantId);
        writer.WriteStartObject();
        writer.WriteString("time", UtcTimeConverter.ToText(value.Time));
        writer.WriteString("plant_id", value.PlantId);
        writer.WriteString("user_id", readable.Scope.UserId);
        writer.WriteString("device_id", value.DeviceId);
        writer.WriteString("plant_name", plant?.Name ?? "");
        writer.WriteString("location", plant?.Location);
        writer.WriteString("field", value.Metric);
        writer.WritePropertyName("value");
        writer.WriteMetricValue(value.Value);
        writer.WriteEndObject();
    }
}
