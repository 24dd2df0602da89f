using System.Globalization;
using System.Text.RegularExpressions;

namespace PlantCare.Tests.Infrastructure;

/// <summary>The home edition as its users run it: a process of its own, on free ports.</summary>
internal sealed partial class StandaloneProcess : ProgramProcess
{
    private StandaloneProcess(string? program, Dictionary<string, string> environment, string[] args)
        : base(program ?? "PlantCare.Standalone", environment, args)
    {
    }

    /// <summary>Where the dashboard answers.</summary>
    public Uri Web { get; private set; } = null!;

    /// <summary>Where Api answers.</summary>
    public Uri Api { get; private set; } = null!;

    /// <summary>Where devices connect.</summary>
    public int MqttPort { get; private set; }

    /// <summary>The settings that a process on free ports has.</summary>
    public static Dictionary<string, string> FreePorts(string dataFolder) => new()
    {
        ["PLANTCARE_DATA"] = dataFolder,
        ["Web__Urls"] = "http://127.0.0.1:0",
        ["Api__Urls"] = "http://127.0.0.1:0",
        ["Mqtt__Port"] = "0",
        ["Mqtt__Bind"] = "127.0.0.1",
    };

    /// <summary>Starts it and waits for its banner.</summary>
    public static async Task<StandaloneProcess> StartAsync(
        Dictionary<string, string> environment, string[]? args = null, string? program = null, CancellationToken cancellationToken = default)
    {
        var standalone = new StandaloneProcess(program, environment, args ?? []);
        standalone.Launch();
        await standalone.WaitUntilReadyAsync(cancellationToken);
        return standalone;
    }

    /// <summary>Runs it to its end, which a wrong setting brings about.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        Dictionary<string, string> environment, string[]? args = null, CancellationToken cancellationToken = default)
    {
        await using var standalone = new StandaloneProcess(program: null, environment, args ?? []);
        standalone.Launch();
        await standalone.WaitUntilEndedAsync(cancellationToken);
        return (standalone.Process.ExitCode, standalone.Output, standalone.Errors);
    }

    // The banner:
    //   Dashboard  http://localhost:8080
    //   API        http://localhost:5004  (documentation: http://localhost:5004/docs)
    //   MQTT       port 1883
    //   …
    //   Ctrl-C stops.
    protected override bool Read(string line)
    {
        if (BannerLine().Match(line) is { Success: true } match)
        {
            var value = match.Groups["value"].Value;
            switch (match.Groups["name"].Value)
            {
                case "Dashboard":
                    Web = new Uri(value);
                    break;
                case "API":
                    Api = new Uri(value);
                    break;
                default:
                    MqttPort = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
            }
        }

        return line.Trim() == "Ctrl-C stops.";
    }

    [GeneratedRegex(@"^\s*(?<name>Dashboard|API|MQTT) +(?:port )?(?<value>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BannerLine();
}
