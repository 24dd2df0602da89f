using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Servers;

/// <summary>A real InfluxDB 1.x of a test's own: free ports, a folder of its own, stopped when the test is done.</summary>
public sealed class InfluxServer : IAsyncDisposable
{
    public const string User = "plantcare";
    public const string Password = "pass;wörd=\"1\"";

    private const string Program = "/usr/bin/influxd";
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _client = new();
    private readonly bool _authentication;
    private readonly int _port = FreePort();
    private readonly int _backupPort = FreePort();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    private InfluxServer(bool authentication) => _authentication = authentication;

    public Uri Endpoint => new($"http://127.0.0.1:{_port}");

    /// <summary>The process, while it runs.</summary>
    public Process Process => _process ?? throw new InvalidOperationException("The server is not running.");

    /// <summary>How PlantCare's services reach it.</summary>
    public string ConnectionString => _authentication
        ? $"Endpoint={Endpoint};User={User};Password=\"{Password.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : $"Endpoint={Endpoint}";

    /// <summary>Starts a server; skips the test where none is installed, but for CI, where none may be missing.</summary>
    public static async Task<InfluxServer> StartAsync(bool authentication = false)
    {
        if (!File.Exists(Program))
        {
            Assert.SkipUnless(
                string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase),
                $"{Program} is not installed: apt-get install influxdb");
        }

        var server = new InfluxServer(authentication);
        try
        {
            await server.StartAgainAsync();
            if (authentication)
            {
                await server.CreateUserAsync();
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it on what it had stored.</summary>
    public async Task StartAgainAsync()
    {
        await File.WriteAllTextAsync(_folder.File("influxdb.conf"), Configuration());
        _process = Process.Start(new ProcessStartInfo(Program, ["run", "-config", _folder.File("influxdb.conf")])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();

        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (!await AnswersAsync(patience.Token))
        {
            Assert.False(_process.HasExited, "influxd ended by itself.");
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Asks it to stop, and waits until it did.</summary>
    public Task StopAsync() => EndAsync(process => _ = Kill(process.Id, SigTerm));

    /// <summary>Completes when it was stopped or killed for the first time.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Ends it as a power cut would.</summary>
    public Task KillAsync() => EndAsync(static process => process.Kill());

    /// <summary>Lets it hang: it takes connections and answers none.</summary>
    public Task FreezeAsync() => StoppedProcess.StopAsync(Process);

    /// <summary>Lets it go on.</summary>
    public void Thaw() => StoppedProcess.Continue(Process);

    /// <summary>Runs a statement as an administrator and gives the answer, JSON.</summary>
    public async Task<string> QueryAsync(string statement, string? database = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Endpoint, "/query"));
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["q"] = statement,
            ["db"] = database ?? "",
            ["epoch"] = "ms",
        });
        return await SendAsync(request);
    }

    /// <summary>Writes lines as another program would.</summary>
    public async Task WriteAsync(string database, string lines)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Endpoint, $"/write?db={database}&precision=ms"));
        request.Content = new StringContent(lines);
        await SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);

    private async Task EndAsync(Action<Process> end)
    {
        if (_process is { } process)
        {
            _process = null;
            if (!process.HasExited)
            {
                end(process);
                using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
                await process.WaitForExitAsync(patience.Token);
            }

            process.Dispose();
            _ended.TrySetResult();
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(new Uri(Endpoint, "/ping"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private Task<string> CreateUserAsync() => QueryAsync(
        $"CREATE USER {User} WITH PASSWORD '{Password.Replace("'", "\\'", StringComparison.Ordinal)}' WITH ALL PRIVILEGES");

    private async Task<string> SendAsync(HttpRequestMessage request)
    {
        if (_authentication)
        {
            var credentials = System.Text.Encoding.UTF8.GetBytes($"{User}:{Password}");
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(credentials));
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.DoesNotContain("\"error\"", text, StringComparison.Ordinal);
        return text;
    }

    private string Configuration() => $"""
        reporting-disabled = true
        bind-address = "127.0.0.1:{_backupPort}"
        [meta]
          dir = "{_folder.File("meta")}"
        [data]
          dir = "{_folder.File("data")}"
          wal-dir = "{_folder.File("wal")}"
          wal-fsync-delay = "0s"
          query-log-enabled = false
        [monitor]
          store-enabled = false
        [http]
          bind-address = "127.0.0.1:{_port}"
          auth-enabled = {(_authentication ? "true" : "false")}
          log-enabled = false
        [logging]
          level = "error"
        """;
}

/// <summary>One server for all tests of a class; each has a database of its own in it.</summary>
public sealed class SharedInfluxServer : IAsyncLifetime
{
    private InfluxServer? _server;

    public InfluxServer Server => _server ?? throw new InvalidOperationException("The server was not started.");

    public async Task<InfluxServer> GetAsync() => _server ??= await InfluxServer.StartAsync();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
