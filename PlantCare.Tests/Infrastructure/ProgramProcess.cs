using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace PlantCare.Tests.Infrastructure;

/// <summary>One of our programs as its users run it: a process of its own, whose output is kept and watched for the line that says it is ready.</summary>
internal abstract class ProgramProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="program">The assembly, without <c>.dll</c>, as it lies beside the tests; or the path of another executable.</param>
    /// <param name="environment">Its settings.</param>
    /// <param name="args">Its arguments.</param>
    protected ProgramProcess(string program, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> args)
    {
        var isPath = Path.IsPathRooted(program);
        var start = new ProcessStartInfo
        {
            FileName = isPath ? program : "dotnet",
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] assembly = isPath ? [] : [Path.Combine(AppContext.BaseDirectory, $"{program}.dll")];
        foreach (var arg in assembly.Concat(args))
        {
            start.ArgumentList.Add(arg);
        }

        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        Process = new Process { StartInfo = start };
        Process.OutputDataReceived += (_, line) => Take(line.Data);
        Process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
    }

    public Process Process { get; }

    /// <summary>Everything it printed, the log included.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Everything on its standard error.</summary>
    public string Errors => string.Join('\n', _errors);

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

    /// <summary>Starts it, and does not wait.</summary>
    protected void Launch()
    {
        Process.Start();
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    /// <summary>Waits until it said that it is ready; ends it when it did not.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    protected async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var exited = Process.WaitForExitAsync(cancellationToken);
            if (await Task.WhenAny(_ready.Task, exited).WaitAsync(StartTimeout, cancellationToken) == exited)
            {
                throw new InvalidOperationException($"It ended with {Process.ExitCode}:\n{Errors}\n{Output}");
            }
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until it ends by itself.</summary>
    protected Task WaitUntilEndedAsync(CancellationToken cancellationToken) => Process.WaitForExitAsync(cancellationToken).WaitAsync(StartTimeout, cancellationToken);

    /// <summary>Looks at a line that it printed.</summary>
    /// <returns>True when this is the one that says it is ready.</returns>
    protected abstract bool Read(string line);

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    private void Take(string? line)
    {
        Keep(_output, line);
        if (line is not null && Read(line))
        {
            _ready.TrySetResult();
        }
    }
}
