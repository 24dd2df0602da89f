using System.Globalization;
using System.Text;
using PlantCare.Domain.Metrics;

namespace PlantCare.Api.Data;

/// <summary>Fields of a CSV line (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front.</summary>
internal static class CsvText
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    // The last four are what keyboards of East Asia write, which some spreadsheets take for the first four.
    private static readonly System.Buffers.SearchValues<char> FormulaStarts = System.Buffers.SearchValues.Create("=+-@\t\r\n＝＋－＠");

    public static StringBuilder Append(StringBuilder line, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return line;
        }

        if (FormulaStarts.Contains(text[0]))
        {
            text = "'" + text;
        }

        return text.AsSpan().ContainsAny(Special)
            ? line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"')
            : line.Append(text);
    }

    public static StringBuilder Append(StringBuilder line, MetricValue value) => value.Kind switch
    {
        MetricKind.Number => line.Append(value.Number.ToString("R", CultureInfo.InvariantCulture)),
        MetricKind.Boolean => line.Append(value.Boolean ? "true" : "false"),
        _ => Append(line, value.Text),
    };
}
