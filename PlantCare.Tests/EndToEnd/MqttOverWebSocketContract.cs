using MQTTnet.Formatter;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Tests.Api;
using PlantCare.Tests.Editions;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary>The broker by way of a WebSocket: nothing is different for a device but the way.</summary>
public abstract class MqttOverWebSocketContract(Edition edition) : IAsyncLifetime
{
    private ApiCaller _owner = null!;
    private PlantResponse _fern = null!;
    private DeviceWithSecretResponse _device = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _owner = await edition.RegisterAsync();
        _fern = await _owner.AddPlantAsync("Fern");
        _device = await _owner.AddDeviceAsync(_fern.Id);
    }

    public ValueTask DisposeAsync()
    {
        _owner?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Device_signs_in_and_its_reading_is_stored(MqttProtocolVersion version)
    {
        await using var client = await ConnectAsync(_device, version);

        Assert.True((await client.PublishAsync("""{"temperature":21}""", cancellationToken: Cancellation)).IsSuccess);

        await Until.TrueAsync(
            async () => (await _owner.Client.Data.GetLatestAsync(_fern.Id, Cancellation)).Any(row => row.DeviceId == _device.DeviceId), Cancellation);
    }

    private Task<MqttDevice> ConnectAsync(DeviceWithSecretResponse device, MqttProtocolVersion version = MqttProtocolVersion.V500) =>
        MqttDevice.ConnectAsync(edition.WebSocketAddress, device, version, Cancellation);
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeMqttOverWebSocketTests(HomeEditionFixture edition) : MqttOverWebSocketContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedMqttOverWebSocketTests(DistributedEditionFixture edition) : MqttOverWebSocketContract(edition);
