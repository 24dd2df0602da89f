using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Devices;
using PlantCare.Ingest.Mqtt;
using PlantCare.Ingest.Pipeline;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Ingest;

/// <summary>Ingest at a real Mosquitto, which is stopped and started under it.</summary>
public sealed class MqttSubscriberTests
{
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddHours(-5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_isStored()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await using var ingest = await ListenAsync(broker.ConnectionString);
        using var device = await ConnectAsync(broker);

        await PublishAsync(device, 0, 100);

        await Until.TrueAsync(async () => (await ingest.ReadAllAsync()).Count == 100, Cancellation);
    }

    [Fact]
    public async Task Broker_restartedDuringAStream_losesNothing()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await using var ingest = await ListenAsync(broker.ConnectionString);
        using (var device = await ConnectAsync(broker))
        {
            await PublishAsync(device, 0, 500);
        }

        await broker.StopAsync();
        await broker.StartAgainAsync();
        using (var device = await ConnectAsync(broker))
        {
            await PublishAsync(device, 500, 1_000);
        }

        await Until.TrueAsync(async () => (await ingest.ReadAllAsync()).Count == 1_000, Cancellation);
        Assert.Empty(await ingest.DeadLettersAsync());
    }

    [Fact]
    public async Task Group_ofTwoWorkers_sharesTheMessages()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await using var one = await ListenAsync(broker.ConnectionString, worker: ("one", "ingest"));
        await using var two = await ListenAsync(broker.ConnectionString, worker: ("two", "ingest"));
        using var device = await ConnectAsync(broker);
        await PublishAsync(device, 0, 20);
        await Until.TrueAsync(async () => (await one.ReadAllAsync()).Count > 0 && (await two.ReadAllAsync()).Count > 0, Cancellation);

        await PublishAsync(device, 20, 400);

        await Until.TrueAsync(async () => (await one.ReadAllAsync()).Count + (await two.ReadAllAsync()).Count == 400, Cancellation);
        Assert.InRange((await one.ReadAllAsync()).Count, 100, 300);
    }

    [Fact]
    public async Task Ingest_awayDuringAStream_getsItFromTheBrokerAfterwards()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await using var ingest = await ListenAsync(broker.ConnectionString);
        using var device = await ConnectAsync(broker);
        await PublishAsync(device, 0, 10);
        await Until.TrueAsync(async () => (await ingest.ReadAllAsync()).Count == 10, Cancellation);

        var subscriber = ingest.Services.GetRequiredService<MqttSubscriber>();
        await subscriber.StopAsync(Cancellation);
        await PublishAsync(device, 10, 3_000);
        await subscriber.StartAsync(Cancellation);

        await Until.TrueAsync(async () => (await ingest.ReadAllAsync()).Count == 3_000, Cancellation);
    }

    [Fact]
    public async Task Store_away_holdsTheBrokerBackAndLosesNothing()
    {
        await using var broker = await MosquittoServer.StartAsync();
        var store = new UnreliableStore();
        await using var ingest = await ListenAsync(broker.ConnectionString, services => services.Decorate(store));
        using var device = await ConnectAsync(broker);
        store.IsAway = true;

        await PublishAsync(device, 0, 5_000);
        store.IsAway = false;

        await Until.TrueAsync(async () => (await ingest.ReadAllAsync()).Count == 5_000, Cancellation);
    }

    [Fact]
    public async Task Message_whoseHandlingIsGivenUp_isSentAgain()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await using var ingest = await ListenAsync(broker.ConnectionString, services => services.AddSingleton<IDeviceMessages>(
            provider => new OnceGivenUp(ActivatorUtilities.CreateInstance<DeviceMessages>(provider))));
        using var device = await ConnectAsync(broker);

        await PublishAsync(device, 0, 10);

        await Until.TrueAsync(async () => (await ingest.ReadAllAsync()).Count == 10, Cancellation);
    }

    [Fact]
    public async Task Gateway_itsSensorsAreStoredOnceAndItsCommandsAreNotHeard()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await using var ingest = await ListenAsync(broker.ConnectionString);
        await MakeGatewayAsync(ingest);
        using var device = await ConnectAsync(broker);

        await PublishAsync(device, $"plantcare/{IngestHost.DeviceName}/commands", """{"id":1,"action":"water"}""");
        await PublishAsync(device, $"plantcare/{IngestHost.DeviceName}/commands/result", """{"id":1,"status":"success"}""");
        await PublishAsync(device, $"plantcare/{IngestHost.DeviceName}/zigbee2mqtt/bridge/state", """{"state":"online"}""", retain: true);
        await PublishAsync(device, $"plantcare/{IngestHost.DeviceName}/zigbee2mqtt/office/fern", """{"soil_moisture":42}""", retain: true);
        await PublishAsync(device, $"plantcare/{IngestHost.DeviceName}/miflora/fern", """{"moisture":43}""");

        // Messages are handled side by side: the last reading may be stored before the refused result is written down.
        await Until.TrueAsync(async () => (await ingest.ReadAllAsync()).Count == 2 && (await ingest.DeadLettersAsync()).Count > 0, Cancellation);
        Assert.Equal([42.0, 43.0], (await ingest.ReadAllAsync()).Select(value => value.Value.Number));
        Assert.Equal([$"plantcare/{IngestHost.DeviceName}/commands/result"], (await ingest.DeadLettersAsync()).Select(letter => letter.Topic));
    }

    [Fact]
    public async Task Gateway_whatTheBrokerKeptOfIt_isStoredOnlyWhereItSaysWhenItWas()
    {
        // Ingest knows the gateway before it first hears the broker, which has kept what was said meanwhile.
        await using var broker = await MosquittoServer.StartAsync();
        using (var device = await ConnectAsync(broker))
        {
            await PublishAsync(device, $"plantcare/{IngestHost.DeviceName}/zigbee2mqtt/office/fern", """{"soil_moisture":41}""", retain: true);
            await PublishAsync(
                device, $"plantcare/{IngestHost.DeviceName}/zigbee2mqtt/fern", $$"""{"soil_moisture":42,"last_seen":{{Start.ToUnixTimeMilliseconds()}}}""", retain: true);
        }

        await broker.StopAsync();
        await using var ingest = await IngestHost.StartAsync(configure: null, ("ConnectionStrings:mqtt", broker.ConnectionString));
        await MakeGatewayAsync(ingest);
        await broker.StartAgainAsync();
        await Until.TrueAsync(async () => (await ingest.ReadAllAsync()).Count == 1, Cancellation);
        using (var device = await ConnectAsync(broker))
        {
            await PublishAsync(device, $"plantcare/{IngestHost.DeviceName}/zigbee2mqtt/office/fern", """{"soil_moisture":43}""", retain: true);
        }

        await Until.TrueAsync(async () => (await ingest.ReadAllAsync()).Count == 2, Cancellation);
        Assert.Equal([42.0, 43.0], (await ingest.ReadAllAsync()).Select(value => value.Value.Number));
    }

    [Fact]
    public async Task Account_refused_givesUpAndNamesTheKey()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await using var ingest = await ListenAsync(broker.ConnectionString.Replace(broker.Password, "wrong", StringComparison.Ordinal));

        var subscriber = ingest.Services.GetRequiredService<MqttSubscriber>();
        await Until.TrueAsync(() => Task.FromResult(subscriber.Fault is not null), Cancellation);

        Assert.Equal(2, subscriber.Fault!.ExitCode);
        Assert.Contains("ConnectionStrings__mqtt", subscriber.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", subscriber.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_notTrusted_givesUpAndNamesTheKey()
    {
        await using var stranger = new StrangeCertificate();
        await using var ingest = await IngestHost.StartAsync(configure: null, ("ConnectionStrings:mqtt", $"mqtts://plantcare:secret@localhost:{stranger.Port}"));

        var subscriber = ingest.Services.GetRequiredService<MqttSubscriber>();
        await Until.TrueAsync(() => Task.FromResult(subscriber.Fault is not null), Cancellation);

        Assert.Equal(2, subscriber.Fault!.ExitCode);
        Assert.Contains("ConnectionStrings__mqtt", subscriber.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", subscriber.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broker_notThereYet_isWaitedForAndNamedByHealth()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await broker.StopAsync();
        await using var ingest = await IngestHost.StartAsync(configure: null, ("ConnectionStrings:mqtt", broker.ConnectionString));
        var health = ingest.Services.GetRequiredService<IngestHealth>();
        await Until.TrueAsync(async () => (await health.CheckHealthAsync(new(), Cancellation)).Description?.Contains("mqtt", StringComparison.Ordinal) == true, Cancellation);

        await broker.StartAgainAsync();

        await Until.TrueAsync(async () => (await health.CheckHealthAsync(new(), Cancellation)).Description is null, Cancellation);
    }

    [Theory]
    [InlineData("mqtt://u:p@broker", "broker", 1883, false, "u", "p")]
    [InlineData("mqtts://u:p%40x@broker.example:8884", "broker.example", 8884, true, "u", "p@x")]
    [InlineData("mqtts://broker", "broker", 8883, true, null, null)]
    [InlineData("mqtt://u:p:q@[::1]:1", "::1", 1, false, "u", "p:q")]
    public void ConnectionString_isRead(string text, string host, int port, bool tls, string? user, string? password) =>
        Assert.Equal(new BrokerConnectionString(host, port, tls, user, password), BrokerConnectionString.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("broker:1883")]
    [InlineData("http://u:secret@broker")]
    [InlineData("mqtt://secret@broker")]
    [InlineData("mqtt://u:secret@broker/path")]
    [InlineData("mqtt://u:secret@")]
    public void ConnectionString_malformed_isRefusedWithoutItsSecret(string? text)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:mqtt", text)]).Build();

        var fault = Assert.Throws<StartUpException>(() => configuration.ReadConnectionString("mqtt", BrokerConnectionString.Parse));

        Assert.Equal(2, fault.ExitCode);
        Assert.StartsWith("ConnectionStrings__mqtt ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<IngestHost> ListenAsync(
        string broker, Action<IServiceCollection>? configure = null, (string Name, string? Group) worker = default)
    {
        List<(string, string)> settings = [("ConnectionStrings:mqtt", broker), ("Subscriber:Instance", worker.Name ?? "worker")];
        if (worker.Group is { } group)
        {
            settings.Add(("Subscriber:Group", group));
        }

        var ingest = await IngestHost.StartAsync(configure, [.. settings]);
        var health = ingest.Services.GetRequiredService<IngestHealth>();
        await Until.TrueAsync(async () => (await health.CheckHealthAsync(new(), Cancellation)).Description is null, Cancellation);
        return ingest;
    }

    // The services' account stands in for the device's: who may publish where is the broker's business, and tested with it.
    private static async Task<IMqttClient> ConnectAsync(MosquittoServer broker)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await broker.AllowPublishingAsync();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder()
                .WithTcpServer("127.0.0.1", broker.Port)
                .WithProtocolVersion(MqttProtocolVersion.V500)
                .WithCredentials(broker.Username, broker.Password)
                .Build(),
            Cancellation);
        return client;
    }

    private static Task MakeGatewayAsync(IngestHost ingest) => ingest.ChangeAsync(async context =>
    {
        var device = await context.Devices.SingleAsync(one => one.DeviceId == IngestHost.DeviceName, Cancellation);
        device.Type = DeviceType.Gateway;
        device.Config = new DeviceConfig
        {
            Sensors = new Dictionary<string, AdoptedSensor>(StringComparer.Ordinal)
            {
                ["office/fern"] = new(ingest.Basil.Id),
                ["fern"] = new(ingest.Basil.Id),
            },
        };
    });

    private static async Task PublishAsync(IMqttClient client, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            await PublishAsync(client, Topics.Readings(IngestHost.DeviceName), string.Create(
                CultureInfo.InvariantCulture, $$"""{"temperature":{{i % 40}},"ts":{{Start.AddSeconds(i).ToUnixTimeMilliseconds()}}}"""));
        }
    }

    private static async Task PublishAsync(IMqttClient client, string topic, string payload, bool retain = false)
    {
        var result = await client.PublishAsync(
            new MqttApplicationMessage
            {
                Topic = topic,
                PayloadSegment = Encoding.UTF8.GetBytes(payload),
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                Retain = retain,
            },
            Cancellation);
        Assert.True(result.IsSuccess, $"{result.ReasonCode} {result.ReasonString}");
    }

    /// <summary>Gives up the first message, as a call does that ran out of time.</summary>
    private sealed class OnceGivenUp(DeviceMessages inner) : IDeviceMessages
    {
        private int _handled;

        public ValueTask<IntakeResult> HandleAsync(IncomingMessage message, CancellationToken cancellationToken) => Interlocked.Increment(ref _handled) == 1
            ? ValueTask.FromException<IntakeResult>(new TaskCanceledException("It took too long."))
            : inner.HandleAsync(message, cancellationToken);

        public void SetConnected(string deviceId, bool isConnected) => inner.SetConnected(deviceId, isConnected);
    }
}
