using System.Diagnostics;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using PlantCare.Benchmarks.Reporting;
using PlantCare.Contracts.Mqtt;

namespace PlantCare.Benchmarks.Ingest;

/// <summary>A device's sign-in.</summary>
internal sealed record MqttSignIn(string DeviceId, string Secret);

/// <summary>What a server took from the clients.</summary>
/// <param name="PerSecond">Acknowledged publishes a second.</param>
/// <param name="ServerCpu">Processor time of the server's process for each.</param>
internal readonly record struct LoadResult(double PerSecond, TimeSpan ServerCpu)
{
    /// <summary>The faster of two.</summary>
    public static LoadResult Better(LoadResult one, LoadResult other) => one.PerSecond > other.PerSecond ? one : other;
}

/// <summary>Devices on connections of their own, each publishing at QoS 1 and waiting for its acknowledgement before the next.</summary>
internal sealed class MqttLoad : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly (IMqttClient Client, string Topic)[] _clients;
    private int _number;

    private MqttLoad((IMqttClient, string)[] clients) => _clients = clients;

    public static async Task<MqttLoad> ConnectAsync(int port, IReadOnlyList<MqttSignIn> devices)
    {
        var factory = new MqttClientFactory();
        var clients = new List<(IMqttClient, string)>();
        foreach (var device in devices)
        {
            var client = factory.CreateMqttClient();
            await client.ConnectAsync(new MqttClientOptionsBuilder()
                .WithTcpServer("127.0.0.1", port)
                .WithProtocolVersion(MqttProtocolVersion.V500)
                .WithClientId(device.DeviceId)
                .WithCredentials(device.DeviceId, device.Secret)
                .WithTimeout(Timeout)
                .Build());
            clients.Add((client, Topics.Readings(device.DeviceId)));
        }

        return new MqttLoad([.. clients]);
    }

    /// <summary>Publishes so many readings as fast as they are acknowledged.</summary>
    /// <param name="count">How many.</param>
    /// <param name="server">Who takes them.</param>
    /// <param name="taken">What else has to be over before the clock stops; null where the acknowledgements say all.</param>
    public async Task<LoadResult> PublishAsync(int count, Process server, Func<Task>? taken = null)
    {
        var first = _number;
        var last = _number += count;
        var next = first - 1;
        var cpu = ProcessUsage.Of(server).Cpu;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(_clients.Select(client => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < last; i = Interlocked.Increment(ref next))
            {
                await PublishAsync(client.Client, client.Topic, Fleet.Payload(i, _clients.Length));
            }
        })));
        if (taken is not null)
        {
            await taken();
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        return new LoadResult(count / elapsed.TotalSeconds, (ProcessUsage.Of(server).Cpu - cpu) / count);
    }

    /// <summary>Publishes at a steady rate until cancelled.</summary>
    public Task PublishSteadilyAsync(int perSecond, CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromSeconds((double)_clients.Length / perSecond);
        return Task.WhenAll(_clients.Select((client, index) => Task.Run(async () =>
        {
            await Task.Delay(interval * index / _clients.Length, TimeProvider.System, CancellationToken.None);
            using var timer = new PeriodicTimer(interval, TimeProvider.System);
            while (!cancellationToken.IsCancellationRequested)
            {
                await PublishAsync(client.Client, client.Topic, Fleet.Payload(Interlocked.Increment(ref _number), _clients.Length));
                await timer.WaitForNextTickAsync(CancellationToken.None);
            }
        })));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (client, _) in _clients)
        {
            await client.DisconnectAsync();
            client.Dispose();
        }
    }

    private static async Task PublishAsync(IMqttClient client, string topic, byte[] payload)
    {
        var result = await client.PublishAsync(new MqttApplicationMessage
        {
            Topic = topic,
            PayloadSegment = payload,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        });
        if (!result.IsSuccess && result.ReasonCode != MqttClientPublishReasonCode.NoMatchingSubscribers)
        {
            throw new InvalidOperationException($"{result.ReasonCode}: {result.ReasonString}");
        }
    }
}
