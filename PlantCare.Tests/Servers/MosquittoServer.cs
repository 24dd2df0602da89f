using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Servers;

/// <summary>
/// Debian's Mosquitto on a port of its own, with dynamic security and a persistent store. The configuration is the one for production
/// (<c>deploy/mosquitto</c>) as far as a test can use it.
/// </summary>
internal sealed class MosquittoServer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/mosquitto";
    private const string Control = "/usr/bin/mosquitto_ctrl";
    private const string DynamicSecurity = "/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private Process? _process;

    private MosquittoServer(string password) => Password = password;

    public int Port { get; } = FreePort();

    /// <summary>For those who come by WebSocket.</summary>
    public int WebSocketPort { get; } = FreePort();

    /// <summary>The services' account: it administers the broker's accounts and reads what devices send.</summary>
    public string Username { get; } = "plantcare";

    public string Password { get; }

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"mqtt://{Username}:{Password}@127.0.0.1:{Port}");

    private string Accounts => _folder.File("dynamic-security.json");

    public static async Task<MosquittoServer> StartAsync()
    {
        Require.File(Program);
        Require.File(DynamicSecurity);
        var server = new MosquittoServer(RandomNumberGenerator.GetHexString(32));
        await server.ForgetAccountsAsync();
        await server.ConfigureAsync();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts another one, which knows the accounts that this one knows now.</summary>
    public async Task<MosquittoServer> StartTwinAsync()
    {
        var twin = new MosquittoServer(Password);
        File.Copy(Accounts, twin.Accounts);
        await twin.ConfigureAsync();
        await twin.StartAgainAsync();
        return twin;
    }

    /// <summary>A clean stop: what it holds is written to its store.</summary>
    public Task StopAsync() => EndAsync("-TERM");

    /// <summary>A crash.</summary>
    public Task KillAsync() => EndAsync("-KILL");

    /// <summary>It stays connected and says nothing any more.</summary>
    public Task FreezeAsync() => StoppedProcess.StopAsync(_process!);

    /// <summary>It goes on where it was.</summary>
    public void Thaw() => StoppedProcess.Continue(_process!);

    /// <summary>Starts it on the same port, with what it had kept.</summary>
    public async Task StartAgainAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", _folder.File("mosquitto.conf")]))!;
        using var timeout = new CancellationTokenSource(StartTimeout, TimeProvider.System);
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port, timeout.Token);
                return;
            }
            catch (SocketException)
            {
                Assert.False(_process.HasExited, "Mosquitto ended: " + Log());
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, timeout.Token);
            }
        }
    }

    /// <summary>A broker that has lost its accounts, all but the services' own. It must not be running.</summary>
    public async Task ForgetAccountsAsync()
    {
        File.Delete(Accounts);
        await ControlAsync("dynsec", "init", Accounts, Username, Password);
    }

    /// <summary>Lets the services' account publish as any device.</summary>
    public Task AllowPublishingAsync() => AdministerAsync("addRoleACL", "admin", "publishClientSend", "plantcare/#", "allow");

    /// <summary>What a person does to accounts with <c>mosquitto_ctrl dynsec</c>.</summary>
    /// <returns>What it shows.</returns>
    public Task<string> AdministerAsync(params string[] args) => ControlAsync(
        ["-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-u", Username, "-P", Password, "dynsec", .. args]);

    public string Log() => File.Exists(_folder.File("mosquitto.log")) ? File.ReadAllText(_folder.File("mosquitto.log")) : "";

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> ControlAsync(params string[] args)
    {
        using var control = Process.Start(new ProcessStartInfo(Control, args)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (control.StandardOutput.ReadToEndAsync(), control.StandardError.ReadToEndAsync());
        await control.WaitForExitAsync();
        Assert.True(control.ExitCode == 0, await output + await errors);
        return await output;
    }

    private async Task ConfigureAsync()
    {
        var configuration = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "deploy", "mosquitto", "mosquitto.conf")))
            .TakeWhile(line => line != "# Where things are in the container.");
        await File.WriteAllLinesAsync(_folder.File("mosquitto.conf"),
        [
            .. configuration,
            string.Create(CultureInfo.InvariantCulture, $"listener {Port} 127.0.0.1"),
            string.Create(CultureInfo.InvariantCulture, $"listener {WebSocketPort} 127.0.0.1"),
            "protocol websockets",
            $"persistence_location {_folder.Path}/",
            $"plugin {DynamicSecurity}",
            $"plugin_opt_config_file {Accounts}",
            $"log_dest file {_folder.File("mosquitto.log")}",

            // Started as root it would otherwise change to an account that may not read this folder.
            "user root",
        ]);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task EndAsync(string signal)
    {
        if (_process is { HasExited: false } running)
        {
            await SignalAsync(signal);
            await running.WaitForExitAsync();
        }

        _process?.Dispose();
        _process = null;
    }
}
