using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace PlantCare.Tests.Api.Attacks;

/// <summary>Texts that are commands somewhere, and how to see that they were taken for one.</summary>
internal static class Nasty
{
    // Stands for half a surrogate pair, which no string of ours can be made JSON of.
    private const string Half = "half \uD83C of a leaf";

    private static readonly char[] FormulaStarts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

    /// <summary>One for each of what comes behind, and of what shows it.</summary>
    public static readonly string[] Texts =
    [
        // InfluxQL, and line protocol
        "x' OR 'x'='x", "x\"; DROP MEASUREMENT sensor_readings; --", "a,plant_id=b c=1 1", "back\\slash\\", "x=~/.*/", "$user_id",

        // SQL
        "'); DROP TABLE plants; --", "\" OR 1=1 --", "%_%",

        // spreadsheets
        "=HYPERLINK(\"https://evil.example\",\"open\")", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "a,\"b\"\r\n=1+1", ";=1+1",

        // logs, and terminals that show them
        "x\nfail: PlantCare[0] forged", "x\r\nfail: PlantCare[0] forged", "\u001b[2J\u001b[31mred", "{UserId} {0} {{0}}", "%s%n%x",

        // pages, addresses, templates
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "../../etc/passwd", "{{7*7}}${7*7}", "&lt;b&gt;",

        // what is not what it seems, or is nothing
        "\u202Eevil", "a\0b", "\0", "\uFEFFx", "🌿🪴", Half, "null",
    ];

    /// <summary>What a plant may be called, one for each of what comes behind.</summary>
    public static readonly string[] Names =
        ["x\"; DROP MEASUREMENT sensor_readings; --", "a,plant_id=b c=1 1", "back\\slash\\", "'); DROP TABLE plants; --", "=HYPERLINK(\"https://evil.example\",\"open\")", "-1+1", "＝1+1", "<script>alert(1)</script>"];

    /// <summary>Some of the texts, others each time, and always those that no database or no JSON of ours takes.</summary>
    public static IEnumerable<string> Turn(int turn) => Enumerable.Range(0, 5).Select(i => Texts[((turn * 5) + i) % Texts.Length]).Concat(["a\0b", Half]).Distinct(StringComparer.Ordinal);

    /// <summary>The text as JSON, with all that is not ASCII escaped.</summary>
    public static string ToJson(string text) => text == Half ? "\"half \\ud83c of a leaf\"" : JsonSerializer.Serialize(text);

    /// <summary>The cells of a CSV that a spreadsheet would calculate.</summary>
    public static IEnumerable<string> FormulasIn(string csv) => CellsOf(csv)
        .Where(cell => cell.Length > 0 && FormulaStarts.Contains(cell[0]) && !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    /// <summary>Whether a line of a log holds what ends it, or what a terminal does something for.</summary>
    public static bool BreaksTheLine(string message) => message.Any(character => char.IsControl(character)) && Texts.Any(text => message.Contains(text, StringComparison.Ordinal));

    /// <summary>The CSV files of an archive.</summary>
    public static async IAsyncEnumerable<(string Name, string Text)> SheetsInAsync(Stream archive, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        await archive.CopyToAsync(whole, cancellationToken);
        using var zip = new ZipArchive(whole, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".csv", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(await entry.OpenAsync(cancellationToken), Encoding.UTF8);
            yield return (entry.Name, await reader.ReadToEndAsync(cancellationToken));
        }
    }

    // RFC 4180: quotes around a cell, and two for one within.
    private static IEnumerable<string> CellsOf(string csv)
    {
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < csv.Length; i++)
        {
            switch (csv[i])
            {
                case '"' when isQuoted && i + 1 < csv.Length && csv[i + 1] == '"':
                    cell.Append('"');
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' or '\r' or '\n' when !isQuoted:
                    yield return cell.ToString();
                    cell.Clear();
                    break;
                default:
                    cell.Append(csv[i]);
                    break;
            }
        }

        yield return cell.ToString();
    }
}
