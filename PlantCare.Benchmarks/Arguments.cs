using System.Globalization;

namespace PlantCare.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Command">Which measurement.</param>
/// <param name="Json">The file that the figures go to as JSON; null for none.</param>
/// <param name="Soak">How long memory is watched under a steady load.</param>
/// <param name="Only">Only this part of it, <c>store</c> or <c>mqtt</c>; null for all.</param>
/// <param name="IsDistributed">Whether the distributed edition is meant.</param>
/// <param name="Points">How many points there are to be queried.</param>
/// <param name="Rest">What is handed on to BenchmarkDotNet.</param>
internal sealed record Arguments(string Command, string? Json, TimeSpan Soak, string? Only, bool IsDistributed, int Points, string[] Rest)
{
    public const string Usage =
        """
        dotnet run -c Release --project PlantCare.Benchmarks -- COMMAND

          ingest [--json FILE] [--soak 10m] [--only store|mqtt]
                                              readings into the store and over MQTT, beside bare yardsticks; memory under a steady load
          ingest --distributed [--json FILE]  readings through Mosquitto and Ingest into InfluxDB, beside a bare subscriber
          query [--json FILE] [--points 10000000]
                                              GET /data/latest and /data/aggregated over InfluxDB, beside the same InfluxQL by a bare client
          home [--json FILE]                  the home edition published ReadyToRun: time to ready, resident memory
          micro [...]                         single steps, by BenchmarkDotNet (its own arguments)

        The exit code is 1 when a target was missed.
        """;

    private const int DefaultPoints = 10_000_000;
    private static readonly TimeSpan DefaultSoak = TimeSpan.FromSeconds(60);

    /// <exception cref="FormatException">An argument that nobody knows.</exception>
    public static Arguments Parse(string[] args)
    {
        if (args is not [var command, .. var rest])
        {
            throw new FormatException("What shall be measured?");
        }

        var arguments = new Arguments(command, Json: null, DefaultSoak, Only: null, IsDistributed: false, DefaultPoints, []);
        if (command == "micro")
        {
            return arguments with { Rest = rest };
        }

        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == "--distributed")
            {
                arguments = arguments with { IsDistributed = true };
                continue;
            }

            arguments = (rest[i], rest.ElementAtOrDefault(i + 1)) switch
            {
                ("--json", { } file) => arguments with { Json = Path.GetFullPath(file) },
                ("--only", "store" or "mqtt") => arguments with { Only = rest[i + 1] },
                ("--soak", { } duration) => arguments with { Soak = Duration(duration) },
                ("--points", { } count) => arguments with { Points = Count(count) },
                var (unknown, _) => throw new FormatException($"'{unknown}' is not an argument, or its value is missing."),
            };
            i++;
        }

        return arguments;
    }

    private static int Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
        ? count
        : throw new FormatException($"'{text}' is not a number of points.");

    private static TimeSpan Duration(string text)
    {
        var number = text.Length > 1 && double.TryParse(text[..^1], CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw NotADuration(text);
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => throw NotADuration(text),
        };
    }

    private static FormatException NotADuration(string text) => new($"'{text}' is not a duration; it must be like 90s, 10m or 1h.");
}
