using System.Diagnostics;
using System.Globalization;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using PlantCare.Contracts.Mqtt;
using PlantCare.Ingest.Mqtt;

namespace PlantCare.Benchmarks.Distributed;

/// <summary>
/// The yardstick: MQTTnet's client as it comes out of the box, in a process of its own, subscribed as Ingest is. It takes every message,
/// looks at none, and acknowledges at once.
/// </summary>
internal sealed class BareSubscriber : IAsyncDisposable
{
    /// <summary>The command under which this program is the subscriber's process.</summary>
    public const string Command = "bare-subscriber";

    private BareSubscriber(Process process) => Process = process;

    public Process Process { get; }

    public static async Task<BareSubscriber> StartAsync(string broker)
    {
        var subscriber = new BareSubscriber(Process.Start(new ProcessStartInfo("dotnet", [typeof(BareSubscriber).Assembly.Location, Command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);

        // A password is not for the command line.
        await subscriber.Process.StandardInput.WriteLineAsync(broker);
        await subscriber.CountAsync();
        return subscriber;
    }

    /// <summary>How many messages it has acknowledged.</summary>
    public async Task<int> CountAsync()
    {
        await Process.StandardInput.WriteLineAsync();
        return await Process.StandardOutput.ReadLineAsync() is { } count
            ? int.Parse(count, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException("The bare subscriber ended.");
    }

    /// <summary>Is the subscriber until standard input ends: a line for the broker, then a count for each line.</summary>
    public static async Task RunAsync()
    {
        var broker = BrokerConnectionString.Parse(await Console.In.ReadLineAsync());
        using var client = new MqttClientFactory().CreateMqttClient();
        var count = 0;
        client.ApplicationMessageReceivedAsync += _ =>
        {
            Interlocked.Increment(ref count);
            return Task.CompletedTask;
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCredentials(broker.Username, broker.Password)
            .WithReceiveMaximum((ushort)new SubscriberSettings().ReceiveMaximum)
            .Build());
        await client.SubscribeAsync("plantcare/+/readings", MqttQualityOfServiceLevel.AtLeastOnce);
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(Volatile.Read(ref count).ToString(CultureInfo.InvariantCulture));
        }

        await client.DisconnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Process.StandardInput.Close();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }
}
