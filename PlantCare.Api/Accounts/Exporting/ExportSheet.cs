using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using PlantCare.Api.Data;
using PlantCare.Contracts.Json;

namespace PlantCare.Api.Accounts.Exporting;

/// <summary>One kind of what an account has, as a table. It is read anew for each form in which it is written.</summary>
/// <param name="Name">The name of its files.</param>
/// <param name="About">What it is, in a line.</param>
internal abstract record ExportSheet(string Name, string About)
{
    /// <summary>A JSON object a line (NDJSON), UTF-8.</summary>
    public abstract Task WriteJsonAsync(PipeWriter output, CancellationToken cancellationToken);

    /// <summary>RFC 4180, UTF-8, with a header; what a spreadsheet would take for a formula has an apostrophe in front.</summary>
    public abstract Task WriteCsvAsync(PipeWriter output, CancellationToken cancellationToken);
}

/// <inheritdoc/>
/// <typeparam name="T">A row.</typeparam>
/// <param name="Name">The name of its files.</param>
/// <param name="About">What it is, in a line.</param>
/// <param name="Rows">Reads it.</param>
/// <param name="Columns">What a row says, by its names in both forms. A column that is not named stays here: secrets are not named.</param>
internal sealed record ExportSheet<T>(string Name, string About, Func<IAsyncEnumerable<T>> Rows, params (string Name, Func<T, object?> Of)[] Columns)
    : ExportSheet(Name, About)
{
    private const int FlushBytes = 32 * 1024;

    public override async Task WriteJsonAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        await using var writer = new Utf8JsonWriter(output);
        await foreach (var row in Rows().WithCancellation(cancellationToken))
        {
            writer.WriteStartObject();
            foreach (var (name, of) in Columns)
            {
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, of(row), PlantCareJson.Options);
            }

            writer.WriteEndObject();
            await writer.FlushAsync(cancellationToken);
            writer.Reset();
            output.Write("\n"u8);
            await FlushAsync(output, FlushBytes, cancellationToken);
        }

        await FlushAsync(output, 0, cancellationToken);
    }

    public override async Task WriteCsvAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        Write(output, line.AppendJoin(',', Columns.Select(column => column.Name)));
        await foreach (var row in Rows().WithCancellation(cancellationToken))
        {
            foreach (var (index, (_, of)) in Columns.Index())
            {
                Append(index == 0 ? line : line.Append(','), of(row));
            }

            Write(output, line);
            await FlushAsync(output, FlushBytes, cancellationToken);
        }

        await FlushAsync(output, 0, cancellationToken);
    }

    private static void Append(StringBuilder line, object? value)
    {
        if (value is null)
        {
            return;
        }

        // The same words as in JSON. A number is not a text: -5 is no formula.
        var json = JsonSerializer.SerializeToElement(value, PlantCareJson.Options);
        switch (json.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                line.Append(json.GetRawText());
                break;
            case JsonValueKind.String:
                CsvText.Append(line, json.GetString());
                break;
            default:
                CsvText.Append(line, json.GetRawText());
                break;
        }
    }

    private static void Write(PipeWriter output, StringBuilder line)
    {
        Encoding.UTF8.GetBytes(line.Append("\r\n").ToString(), output);
        line.Clear();
    }

    private static async ValueTask FlushAsync(PipeWriter output, int from, CancellationToken cancellationToken)
    {
        if (output.UnflushedBytes > from)
        {
            await output.FlushAsync(cancellationToken);
        }
    }
}
