using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;

namespace PlantCare.Tests.EndToEnd;

/// <summary>After a power cut in a greenhouse everything comes back at once.</summary>
[Collection(HomeTests.Name)]
public sealed class ReconnectStormTests(HomeFixture home)
{
    private const int Count = 1_000;

    [Fact]
    public async Task Connect_aThousandDevicesAtOnce_allAreInAndTheirReadingsStored()
    {
        var token = TestContext.Current.CancellationToken;
        using var owner = await HomeOwner.RegisterAsync(home.Process.Api, "greenhouse@example.com", token);
        var plant = await owner.Client.Plants.CreateAsync(new("Bench"), token);
        var devices = new DeviceWithSecretResponse[Count];
        await Parallel.ForAsync(0, Count, token, async (i, stop) =>
            devices[i] = await owner.Client.Devices.CreateAsync(new CreateDeviceRequest(PlantId: plant.Id), stop));

        var clients = await Task.WhenAll(devices.Select(device => MqttDevice.ConnectAsync(home.Process.MqttPort, device, cancellationToken: token)));
        var results = await Task.WhenAll(clients.Select(client => client.PublishAsync("""{"temperature":21}""", cancellationToken: token)));

        Assert.All(results, result => Assert.True(result.IsSuccess, result.ReasonString));
        var stored = await owner.Client.Data.ReadAsync(new DataRequest(PlantId: plant.Id, Limit: 10_000), token);
        Assert.Equal(Count, stored.Data.Select(row => row.DeviceId).Distinct().Count());
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
    }
}
