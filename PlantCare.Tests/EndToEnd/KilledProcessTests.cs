using System.Collections.Concurrent;
using System.Globalization;
using MQTTnet.Exceptions;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary><c>kill -9</c> in the middle of a stream: what was acknowledged is there, and the next start is clean.</summary>
public sealed class KilledProcessTests
{
    private const int Devices = 20;
    private const int ReadingsPerDevice = 1_000;
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddHours(-20);

    [Fact]
    public async Task Kill_duringAStream_losesNoAcknowledgedReading()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        var settings = StandaloneProcess.FreePorts(folder.Path);
        var acknowledged = new ConcurrentDictionary<(string DeviceId, long Time), int>();
        HomeOwner owner;
        List<DeviceWithSecretResponse> devices = [];
        await using (var first = await StandaloneProcess.StartAsync(settings, cancellationToken: token))
        {
            owner = await HomeOwner.RegisterAsync(first.Api, cancellationToken: token);
            for (var i = 0; i < Devices; i++)
            {
                devices.Add((await owner.AddPlantWithDeviceAsync($"Plant {i}", token)).Device);
            }

            // step 1: all publish; the process is killed when a third of it is acknowledged, with messages in flight
            using var enough = new SemaphoreSlim(0);
            var streams = Task.WhenAll(devices.Select(device => StreamAsync(first.MqttPort, device, acknowledged, enough, token)));
            for (var i = 0; i < Devices * ReadingsPerDevice / 3; i++)
            {
                await enough.WaitAsync(token);
            }

            await first.KillAsync();
            await streams;
            Assert.InRange(acknowledged.Count, Devices * ReadingsPerDevice / 3, (Devices * ReadingsPerDevice) - 1);
        }

        // step 2: it starts again on the same folder; the devices send on
        await using var second = await StandaloneProcess.StartAsync(settings, cancellationToken: token);
        using var again = await owner.SignInAsync(second.Api, token);
        owner.Dispose();
        Assert.Equal(acknowledged.Keys.Except(await StoredAsync(again, devices, token)), []);

        await Task.WhenAll(devices.Select(device => StreamAsync(second.MqttPort, device, acknowledged, enough: null, token)));
        var stored = await StoredAsync(again, devices, token);

        // step 3: everything is there, once, and nothing was taken for bad
        Assert.Equal(Devices * ReadingsPerDevice, stored.Count);
        Assert.Equal(acknowledged.Keys.ToHashSet(), stored);
        foreach (var device in devices)
        {
            Assert.Empty((await again.Client.Devices.ListDeadLettersAsync(device.DeviceId, cancellationToken: token)).Data);
        }

        Assert.DoesNotContain("fail:", second.Output, StringComparison.Ordinal);
        Assert.Equal(0, await second.TerminateAsync());
    }

    // Sends what was not acknowledged yet, each with a time of its own, until all is or the broker is gone.
    private static async Task StreamAsync(
        int port,
        DeviceWithSecretResponse device,
        ConcurrentDictionary<(string, long), int> acknowledged,
        SemaphoreSlim? enough,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var client = await MqttDevice.ConnectAsync(port, device, cancellationToken: cancellationToken);
            for (var i = 0; i < ReadingsPerDevice; i++)
            {
                var time = Start.AddSeconds(i).ToUnixTimeMilliseconds();
                if (acknowledged.ContainsKey((device.DeviceId, time)))
                {
                    continue;
                }

                var result = await client.PublishAsync(
                    string.Create(CultureInfo.InvariantCulture, $$"""{"temperature":{{20 + (i % 10)}},"ts":{{time}}}"""), cancellationToken: cancellationToken);
                Assert.True(result.IsSuccess, result.ReasonString);
                acknowledged[(device.DeviceId, time)] = i;
                enough?.Release();
            }
        }
        catch (Exception exception) when (enough is not null && exception is MqttCommunicationException or OperationCanceledException or ObjectDisposedException)
        {
            // The broker was killed.
        }
    }

    private static async Task<HashSet<(string DeviceId, long Time)>> StoredAsync(
        HomeOwner owner, List<DeviceWithSecretResponse> devices, CancellationToken cancellationToken)
    {
        var stored = new HashSet<(string, long)>();
        foreach (var device in devices)
        {
            string? cursor = null;
            do
            {
                var page = await owner.Client.Data.ReadAsync(
                    new DataRequest(DeviceId: device.DeviceId, From: Start.AddHours(-1), Limit: 1_000, Cursor: cursor), cancellationToken);
                foreach (var row in page.Data)
                {
                    Assert.True(stored.Add((device.DeviceId, row.Time.ToUnixTimeMilliseconds())), $"{device.DeviceId} has a reading twice.");
                }

                cursor = page.Next;
            }
            while (cursor is not null);
        }

        return stored;
    }
}
