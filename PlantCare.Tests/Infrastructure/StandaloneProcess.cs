using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PlantCare.Tests.Infrastructure;

/// <summary>The home edition as its users run it: a process of its own, on free ports.</summary>
internal sealed partial class StandaloneProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StandaloneProcess(ProcessStartInfo start)
    {
        Process = new Process { StartInfo = start };
        Process.OutputDataReceived += (_, line) => Read(line.Data);
        Process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
    }

    public Process Process { get; }

    /// <summary>Where the dashboard answers.</summary>
    public Uri Web { get; private set; } = null!;

    /// <summary>Where Api answers.</summary>
    public Uri Api { get; private set; } = null!;

    /// <summary>Where devices connect.</summary>
    public int MqttPort { get; private set; }

    /// <summary>Everything it printed, the log included.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Everything on its standard error.</summary>
    public string Errors => string.Join('\n', _errors);

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
        var standalone = Launch(environment, args ?? [], program);
        try
        {
            var exited = standalone.Process.WaitForExitAsync(cancellationToken);
            if (await Task.WhenAny(standalone._ready.Task, exited).WaitAsync(StartTimeout, cancellationToken) == exited)
            {
                throw new InvalidOperationException($"It ended with {standalone.Process.ExitCode}:\n{standalone.Errors}\n{standalone.Output}");
            }

            return standalone;
        }
        catch
        {
            await standalone.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs it to its end, which a wrong setting brings about.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        Dictionary<string, string> environment, string[]? args = null, CancellationToken cancellationToken = default)
    {
        await using var standalone = Launch(environment, args ?? [], program: null);
        await standalone.Process.WaitForExitAsync(cancellationToken).WaitAsync(StartTimeout, cancellationToken);
        return (standalone.Process.ExitCode, standalone.Output, standalone.Errors);
    }

    /// <summary>As a power cut: no warning, no time.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
    }

    /// <summary>As <c>systemctl stop</c>.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await Process.WaitForExitAsync().WaitAsync(StopTimeout);
        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            await KillAsync();
        }

        Process.Dispose();
    }

    private static StandaloneProcess Launch(Dictionary<string, string> environment, string[] args, string? program)
    {
        var start = new ProcessStartInfo
        {
            FileName = program ?? "dotnet",
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (program is null)
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "PlantCare.Standalone.dll"));
        }

        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var standalone = new StandaloneProcess(start);
        standalone.Process.Start();
        standalone.Process.BeginOutputReadLine();
        standalone.Process.BeginErrorReadLine();
        return standalone;
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    // The banner:
    //   Dashboard  http://localhost:8080
    //   API        http://localhost:5004  (documentation: http://localhost:5004/docs)
    //   MQTT       port 1883
    //   …
    //   Ctrl-C stops.
    private void Read(string? line)
    {
        Keep(_output, line);
        if (line is null)
        {
            return;
        }

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
        else if (line.Trim() == "Ctrl-C stops.")
        {
            _ready.TrySetResult();
        }
    }

    [GeneratedRegex(@"^\s*(?<name>Dashboard|API|MQTT) +(?:port )?(?<value>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BannerLine();
}
