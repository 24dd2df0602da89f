using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Protocol;
using PlantCare.Simulator;
using PlantCare.Simulator.Model;
using PlantCare.Simulator.Publishing;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Simulator;

/// <summary>The simulator against a broker that is not ours, which is stopped under it.</summary>
public sealed class VirtualDeviceTests
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_isPublishedInOrderAndWhole()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await broker.AllowPublishingAsync();
        using var listener = await ListenAsync(broker);
        var times = new List<DateTimeOffset>();
        listener.ApplicationMessageReceivedAsync += args =>
        {
            using var payload = JsonDocument.Parse(args.ApplicationMessage.Payload);
            Assert.True(payload.RootElement.GetArrayLength() <= 1_000);
            lock (times)
            {
                times.AddRange(payload.RootElement.EnumerateArray().Select(reading => reading.GetProperty("timestamp").GetDateTimeOffset()));
            }

            return Task.CompletedTask;
        };
        var plant = new VirtualPlant(PotProfile.Chili, seed: 1, Start);
        await using var link = Link(broker);

        var published = await new VirtualDevice(plant, link, TimeProvider.System, NullLogger.Instance)
            .PublishHistoryAsync(Start.AddDays(7), TimeSpan.FromMinutes(10), Cancellation);

        await Until.TrueAsync(() => Task.FromResult(Count(times) == published), Cancellation);
        Assert.InRange(published, 700, 1_008);
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task Broker_stoppedMeanwhile_getsEveryMessageInTheEnd()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await broker.AllowPublishingAsync();
        var heard = 0;
        await using var link = Link(broker);
        Assert.True(await link.PublishAsync("{\"temperature\":1}"u8.ToArray(), Cancellation));

        await broker.StopAsync();
        var waiting = link.PublishAsync("{\"temperature\":2}"u8.ToArray(), Cancellation);
        await broker.StartAgainAsync();
        using var listener = await ListenAsync(broker);
        listener.ApplicationMessageReceivedAsync += args =>
        {
            Interlocked.Increment(ref heard);
            return Task.CompletedTask;
        };

        Assert.True(await waiting);
        Assert.True(await link.PublishAsync("{\"temperature\":3}"u8.ToArray(), Cancellation));
        await Until.TrueAsync(() => Task.FromResult(Volatile.Read(ref heard) >= 1), Cancellation);
    }

    [Fact]
    public async Task Secret_wrong_isToldAndNotTriedForEver()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await using var link = new DeviceLink(
            new BrokerAddress("127.0.0.1", broker.Port), new DeviceSignIn("somebody", "nothing"), TimeProvider.System, NullLogger.Instance);

        var refused = await Assert.ThrowsAsync<SignInRefusedException>(() => link.PublishAsync("{}"u8.ToArray(), Cancellation));

        Assert.Contains("somebody", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing", refused.Message, StringComparison.Ordinal);
    }

    private static int Count(List<DateTimeOffset> times)
    {
        lock (times)
        {
            return times.Count;
        }
    }

    // The services' account plays the device: its name is the one that may publish below plantcare/.
    private static DeviceLink Link(MosquittoServer broker) => new(
        new BrokerAddress("127.0.0.1", broker.Port), new DeviceSignIn(broker.Username, broker.Password), TimeProvider.System, NullLogger.Instance);

    private static async Task<IMqttClient> ListenAsync(MosquittoServer broker)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithCredentials(broker.Username, broker.Password).Build(), Cancellation);
        await client.SubscribeAsync("plantcare/+/readings", MqttQualityOfServiceLevel.AtLeastOnce, Cancellation);
        return client;
    }
}
