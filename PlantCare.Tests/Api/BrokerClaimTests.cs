using MQTTnet;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Problems;
using PlantCare.Domain.Devices;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api;

/// <summary>A device from a factory at a real Mosquitto, before and after it is claimed.</summary>
public sealed class BrokerClaimTests(SharedPostgres shared) : IAsyncLifetime
{
    private const string DeviceName = "factory-pot-1";
    private const string Code = "K7QM-2X9D-FZ4P";

    private readonly string _key = DeviceSecret.Generate();
    private MosquittoServer _broker = null!;
    private BrokerApi _api = null!;
    private ApiCaller _administrator = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await shared.GetAsync();
        _broker = await MosquittoServer.StartAsync();
        _api = await BrokerApi.StartAsync(database.ConnectionString(await database.CreateDatabaseAsync()), _broker.ConnectionString);
        await _api.SettledAsync();
        _administrator = await _api.RegisterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _administrator?.Dispose();
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Device_that_waits_may_announce_itself_and_nothing_else_until_it_is_claimed()
    {
        await _administrator.Client.Devices.ImportAsync([new ImportedDevice(DeviceName, Key: _key, Code: Code)], Cancellation);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, DeviceName, "another key"));
        foreach (var topic in new[] { $"plantcare/{DeviceName}/readings", "plantcare/provision/elsewhere", "plantcare/other/readings" })
        {
            // Mosquitto 2.0.11 says no and then also ends the connection.
            using var publisher = await BrokerSignIn.ConnectAsync(_broker.Port, DeviceName, _key);
            Assert.Equal((topic, MqttClientPublishReasonCode.NotAuthorized), (topic, await publisher.PublishAsync(topic)));
        }

        using (var waiting = await BrokerSignIn.ConnectAsync(_broker.Port, DeviceName, _key))
        {
            Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, await waiting.PublishAsync("plantcare/provision"));
            Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await waiting.SubscribeAsync($"plantcare/{DeviceName}/commands"));
            Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await waiting.SubscribeAsync("plantcare/provision"));
        }

        await _administrator.Client.Devices.ClaimAsync(new ClaimDeviceRequest(Code), Cancellation);

        using var claimed = await BrokerSignIn.ConnectAsync(_broker.Port, DeviceName, _key);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await claimed.SubscribeAsync($"plantcare/{DeviceName}/commands"));
        Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, await claimed.PublishAsync("plantcare/provision"));
        Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, await claimed.PublishAsync($"plantcare/{DeviceName}/readings"));
    }

    [Fact]
    public async Task Import_without_the_key_itself_says_that_the_broker_must_be_told_it()
    {
        var hash = new string('0', 64);

        var refusal = await Assert.ThrowsAsync<ApiException>(() => _administrator.Client.Devices.ImportAsync(
            [new ImportedDevice(DeviceName, KeyHash: hash, Code: Code)], Cancellation));

        Assert.Contains("[0].key", refusal.Problem.Errors!.Keys);
    }

    [Fact]
    public async Task Device_that_was_claimed_and_deleted_is_refused()
    {
        await _administrator.Client.Devices.ImportAsync([new ImportedDevice(DeviceName, Key: _key, Code: Code)], Cancellation);
        await _administrator.Client.Devices.ClaimAsync(new ClaimDeviceRequest(Code), Cancellation);
        using var client = await BrokerSignIn.ConnectAsync(_broker.Port, DeviceName, _key);

        await _administrator.Client.Devices.DeleteAsync(DeviceName, Cancellation);

        await client.EndedAsync();
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, DeviceName, _key));
    }
}
