using System.Diagnostics;
using System.Runtime.InteropServices;
using PlantCare.Benchmarks.Reporting;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Benchmarks.Home;

/// <summary>The home edition as it is shipped: published ReadyToRun, started on an empty folder and on one it knows.</summary>
internal static class HomeBenchmark
{
    private const int Starts = 5;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromMinutes(10);

    public static async Task RunAsync(Report report)
    {
        using var published = new BenchFolder();
        await PublishAsync(published.Path);
        var program = published.File("PlantCare.Standalone");

        Report.Heading("Home edition, published ReadyToRun");
        using var folder = new BenchFolder();
        report.Figure("home_first_start_s", "first start, databases made, until the banner", await StartAsync(program, folder), "s");
        var starts = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            starts.Add(await StartAsync(program, folder));
        }

        starts.Sort();
        report.Target("home_start_s", $"start until ready, median of {Starts}", starts[Starts / 2], "s", 3, atLeast: false);

        await using var home = await StandaloneProcess.StartAsync(StandaloneProcess.FreePorts(folder.Path), program: program);
        await VisitAsync(home);
        await Task.Delay(Idle, TimeProvider.System);
        report.Target("home_idle_mb", "resident memory, idle after a visit", ProcessUsage.Of(home.Process).ResidentMegabytes, "MB", 180, atLeast: false);
        var stopping = Stopwatch.GetTimestamp();
        await home.TerminateAsync();
        report.Target("home_stop_s", "SIGTERM until it has ended", Stopwatch.GetElapsedTime(stopping).TotalSeconds, "s", 5, atLeast: false);
    }

    private static async Task<double> StartAsync(string program, BenchFolder folder)
    {
        var started = Stopwatch.GetTimestamp();
        await using var home = await StandaloneProcess.StartAsync(StandaloneProcess.FreePorts(folder.Path), program: program);
        await VisitAsync(home);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await home.TerminateAsync();
        return elapsed;
    }

    // Ready means that both answer.
    private static async Task VisitAsync(StandaloneProcess home)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        foreach (var address in (Uri[])[new(home.Api, "/health"), new(home.Web, "/health")])
        {
            using var response = await http.GetAsync(address);
            response.EnsureSuccessStatusCode();
        }
    }

    private static async Task PublishAsync(string output)
    {
        Console.WriteLine("Publishing PlantCare.Standalone…");
        var project = Path.Combine(RepositoryRoot(), "PlantCare.Standalone");
        using var publish = Process.Start(new ProcessStartInfo("dotnet",
        [
            "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier is var rid && OperatingSystem.IsLinux() ? Portable(rid) : rid,
            "--self-contained", "false", "-p:PublishReadyToRun=true", "-o", output, "-v", "quiet", "--nologo",
        ]))!;
        using var timeout = new CancellationTokenSource(PublishTimeout, TimeProvider.System);
        await publish.WaitForExitAsync(timeout.Token);
        if (publish.ExitCode != 0)
        {
            throw new InvalidOperationException("dotnet publish failed.");
        }
    }

    // debian.12-x64 → linux-x64
    private static string Portable(string runtimeIdentifier) => "linux-" + runtimeIdentifier[(runtimeIdentifier.LastIndexOf('-') + 1)..];

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PlantCare.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("This measurement publishes the product and so needs its repository.");
    }
}
