using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Deploy;

/// <summary>The broker's container, without the container: its start script and its configuration with paths and ports of the test's own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MosquittoStartTests : IDisposable
{
    private const string Plugin = "/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so";
    private const string Password = "not-to-be-guessed";
    private readonly TempFolder _folder = new();
    private readonly int _port = FreePort();
    private readonly int _tlsPort = FreePort();
    private readonly int _webSocketPort = FreePort();
    private readonly int _tlsWebSocketPort = FreePort();

    public MosquittoStartTests()
    {
        Require.File("/usr/sbin/mosquitto");
        Require.File(Plugin);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "deploy", "mosquitto")))
        {
            File.WriteAllText(_folder.File(Path.GetFileName(file)), Relocate(File.ReadAllText(file)));
        }

        Directory.CreateDirectory(_folder.File("data"));
        Directory.CreateDirectory(_folder.File("certificates"));
        File.WriteAllText(_folder.File("password"), Password + "\n");
    }

    private static string[] Question => ["-t", "$SYS/broker/version", "-C", "1", "-W", "5"];

    private string[] Connection => ["-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_start_makes_the_services_account_and_lets_nobody_else_in()
    {
        using var broker = await StartAsync(("MQTT_PASSWORD_FILE", _folder.File("password")));
        try
        {
            Assert.Equal(0, await SubscribeAsync("-u", "plantcare", "-P", Password));
            Assert.NotEqual(0, await SubscribeAsync("-u", "plantcare", "-P", "guessed"));
            Assert.NotEqual(0, await SubscribeAsync());
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.Path, "data", "dynamic-security.json")));
        }
        finally
        {
            await StopAsync(broker);
        }
    }

    [Fact]
    public async Task Second_start_keeps_the_accounts_that_were_made()
    {
        using (var broker = await StartAsync(("MQTT_PASSWORD", Password)))
        {
            await RunAsync("mosquitto_ctrl", [.. Connection, "-u", "plantcare", "-P", Password, "dynsec", "createClient", "greenhouse", "-p", "secret"]);
            await StopAsync(broker);
        }

        using var again = await StartAsync(("MQTT_PASSWORD", Password));
        try
        {
            var (exitCode, output) = await RunAsync("mosquitto_ctrl", [.. Connection, "-u", "plantcare", "-P", Password, "dynsec", "listClients"]);
            Assert.Equal(0, exitCode);
            Assert.Contains("greenhouse", output, StringComparison.Ordinal);
        }
        finally
        {
            await StopAsync(again);
        }
    }

    [Fact]
    public async Task Certificate_brings_a_listener_with_TLS()
    {
        var certificate = Path.Combine(_folder.Path, "certificates", "server.crt");
        var key = Path.Combine(_folder.Path, "certificates", "server.key");
        await RunAsync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]);
        using var broker = await StartAsync(("MQTT_PASSWORD", Password));
        try
        {
            Assert.Equal(0, (await RunAsync("mosquitto_sub",
                ["-h", "localhost", "-p", _tlsPort.ToString(CultureInfo.InvariantCulture), "--cafile", certificate, .. Question, "-u", "plantcare", "-P", Password])).ExitCode);
        }
        finally
        {
            await StopAsync(broker);
        }
    }

    [Fact]
    public async Task Start_without_a_password_ends_with_2_and_says_what_to_give()
    {
        using var broker = Launch();
        var errors = await broker.StandardError.ReadToEndAsync(Cancellation);
        await broker.WaitForExitAsync(Cancellation);

        Assert.Equal(2, broker.ExitCode);
        Assert.Contains("MQTT_PASSWORD_FILE", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_script_knows_a_broker_that_is_away()
    {
        Assert.NotEqual(0, await IsHealthyAsync());
        using var broker = await StartAsync(("MQTT_PASSWORD", Password));
        Assert.Equal(0, await IsHealthyAsync());
        await StopAsync(broker);
        Assert.NotEqual(0, await IsHealthyAsync());
    }

    public void Dispose() => _folder.Dispose();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Relocate(string text) => text
        .Replace("/usr/lib/mosquitto_dynamic_security.so", Plugin, StringComparison.Ordinal)
        .Replace("/mosquitto/data/", _folder.File("data/"), StringComparison.Ordinal)
        .Replace("/mosquitto/certificates/", _folder.File("certificates/"), StringComparison.Ordinal)
        .Replace("include_dir /tmp/mosquitto/conf.d", "include_dir " + _folder.File("run/conf.d"), StringComparison.Ordinal)
        .Replace("listener 1883", string.Create(CultureInfo.InvariantCulture, $"listener {_port} 127.0.0.1"), StringComparison.Ordinal)
        .Replace("listener 8883", string.Create(CultureInfo.InvariantCulture, $"listener {_tlsPort} 127.0.0.1"), StringComparison.Ordinal)
        .Replace("listener 9001", string.Create(CultureInfo.InvariantCulture, $"listener {_webSocketPort} 127.0.0.1"), StringComparison.Ordinal)
        .Replace("listener 8884", string.Create(CultureInfo.InvariantCulture, $"listener {_tlsWebSocketPort} 127.0.0.1"), StringComparison.Ordinal)
        // Started as root it would otherwise change to an account that may not read this folder.
        .Replace("log_dest stderr", "log_dest stderr\nuser root", StringComparison.Ordinal);

    private async Task<Process> StartAsync(params (string Key, string Value)[] settings)
    {
        var broker = Launch(settings);
        await Until.TrueAsync(
            async () =>
            {
                Assert.False(broker.HasExited, "Mosquitto has ended.");
                return await IsHealthyAsync() == 0;
            },
            Cancellation);
        return broker;
    }

    private Process Launch(params (string Key, string Value)[] settings) =>
        Process.Start(Prepare("start.sh", settings))!;

    private ProcessStartInfo Prepare(string script, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("/bin/sh", [_folder.File(script)]) { UseShellExecute = false, RedirectStandardError = true };
        foreach (var (key, value) in (ReadOnlySpan<(string, string)>)
        [
            .. settings,
            ("MOSQUITTO_CONFIG", _folder.Path),
            ("MOSQUITTO_DATA", _folder.File("data")),
            ("MOSQUITTO_CERTIFICATES", _folder.File("certificates")),
            ("MOSQUITTO_RUN", _folder.File("run")),
            ("MOSQUITTO_ACCOUNT", Environment.UserName),
            ("MOSQUITTO_PORT", _port.ToString(CultureInfo.InvariantCulture)),
        ])
        {
            start.Environment[key] = value;
        }

        return start;
    }

    private async Task<int> IsHealthyAsync()
    {
        using var process = Process.Start(Prepare("healthy.sh"))!;
        await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode;
    }

    private async Task<int> SubscribeAsync(params string[] account) => (await RunAsync("mosquitto_sub", [.. Connection, .. Question, .. account])).ExitCode;

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await errors;
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, output);
    }

    private static async Task StopAsync(Process broker)
    {
        using var kill = Process.Start("kill", ["-TERM", broker.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(CancellationToken.None);
        await broker.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }
}
