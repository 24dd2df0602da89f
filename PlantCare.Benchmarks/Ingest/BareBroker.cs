using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MQTTnet.Server;

namespace PlantCare.Benchmarks.Ingest;

/// <summary>
/// The yardstick: MQTTnet's server as it comes out of the box, in a process of its own. It takes every publish, keeps nothing, and
/// acknowledges at once.
/// </summary>
internal sealed class BareBroker : IAsyncDisposable
{
    /// <summary>The command under which this program is the broker's process.</summary>
    public const string Command = "bare-broker";

    private BareBroker(Process process, int port) => (Process, Port) = (process, port);

    public Process Process { get; }

    public int Port { get; }

    public static async Task<BareBroker> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(BareBroker).Assembly.Location, Command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The bare broker did not start.");
        return new BareBroker(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    /// <summary>Is the broker until standard input ends.</summary>
    public static async Task RunAsync()
    {
        var port = FreePort();
        var options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointPort(port)
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .Build();
        using var server = new MqttServerFactory().CreateMqttServer(options);
        await server.StartAsync();
        Console.WriteLine(port);
        await Console.In.ReadToEndAsync();
        await server.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Process.StandardInput.Close();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
