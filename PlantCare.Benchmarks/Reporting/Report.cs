using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PlantCare.Benchmarks.Reporting;

/// <summary>Collects what a run measured, prints it as it comes, and writes it to a file if asked.</summary>
internal sealed class Report(string name)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly JsonObject _json = new() { ["benchmark"] = name, ["processors"] = Environment.ProcessorCount };
    private bool _failed;

    /// <summary>0 when every target was met.</summary>
    public int ExitCode => _failed ? 1 : 0;

    public static void Heading(string text) => Console.WriteLine($"\n{text}");

    public void Figure(string key, string label, double value, string unit)
    {
        _json[key] = Math.Round(value, 3);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {label,-58} {value,12:#,0.##} {unit}"));
    }

    /// <summary>A figure with a bound that this project promises to keep.</summary>
    public void Target(string key, string label, double value, string unit, double bound, bool atLeast)
    {
        var isMet = atLeast ? value >= bound : value <= bound;
        _failed |= !isMet;
        _json[key] = Math.Round(value, 3);
        _json[key + "_target"] = bound;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {label,-58} {value,12:#,0.##} {unit}  (target: {(atLeast ? "at least" : "at most")} {bound:#,0.##}) {(isMet ? "met" : "MISSED")}"));
    }

    public async Task WriteAsync(string? file)
    {
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, _json.ToJsonString(Indented) + "\n");
        }
    }
}
