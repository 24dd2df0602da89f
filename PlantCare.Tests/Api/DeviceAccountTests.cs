using Microsoft.EntityFrameworkCore;
using MQTTnet;
using PlantCare.Contracts.Administration;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Live;
using PlantCare.Contracts.Problems;
using PlantCare.Contracts.Users;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api;

/// <summary>What a device's account on a real Mosquitto lets it do, from the answer that shows its secret to the one that ends it.</summary>
public sealed class DeviceAccountTests(SharedPostgres shared) : IAsyncLifetime
{
    private MosquittoServer _broker = null!;
    private BrokerApi _api = null!;
    private ApiCaller _owner = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await shared.GetAsync();
        _broker = await MosquittoServer.StartAsync();
        _api = await BrokerApi.StartAsync(database.ConnectionString(await database.CreateDatabaseAsync()), _broker.ConnectionString);
        await _api.SettledAsync();
        _owner = await _api.RegisterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _owner?.Dispose();
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Create_lets_the_device_in_with_the_answer_to_its_own_topics()
    {
        var device = await _owner.AddDeviceAsync();
        using var client = await ConnectAsync(device);

        Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, await client.PublishAsync($"plantcare/{device.DeviceId}/readings"));
        Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, await client.PublishAsync($"plantcare/{device.DeviceId}/status", retain: true));
        Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, await client.PublishAsync($"plantcare/{device.DeviceId}/commands/result"));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await client.SubscribeAsync($"plantcare/{device.DeviceId}/commands"));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await client.SubscribeAsync($"plantcare/{device.DeviceId}/commands/#"));

        // The services' account can tell it something.
        using var service = await BrokerSignIn.ConnectAsync(_broker.Port, _broker.Username, _broker.Password);
        Assert.Equal(MqttClientPublishReasonCode.Success, await service.PublishAsync($"plantcare/{device.DeviceId}/commands"));
        await Until.TrueAsync(() => Task.FromResult(client.Received.Contains($"plantcare/{device.DeviceId}/commands")), Cancellation);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await service.SubscribeAsync(LiveTopics.AllWatches));
        Assert.Equal(MqttClientPublishReasonCode.Success, await service.PublishAsync(LiveTopics.Watch("api"), retain: true));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await service.SubscribeAsync(LiveTopics.AllEvents));
        Assert.Equal(MqttClientPublishReasonCode.Success, await service.PublishAsync(LiveTopics.Events(_owner.Me.Id)));
        Assert.Equal(MqttClientUnsubscribeResultCode.Success, await client.UnsubscribeAsync($"plantcare/{device.DeviceId}/commands"));

        // It has been given the role for that at the first connection, which Mosquitto ended; nobody need hear of it.
        Assert.Equal(0, _api.Warnings("cannot be kept on the broker"));
    }

    [Fact]
    public async Task Gateway_may_subscribe_to_its_own_topics_and_hears_its_commands_only()
    {
        var device = await _owner.AddDeviceAsync();
        using var changed = await _owner.Http.SendJsonAsync(HttpMethod.Patch, $"/devices/{device.DeviceId}", """{"type":"gateway"}""");
        using var client = await ConnectAsync(device);

        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await client.SubscribeAsync($"plantcare/{device.DeviceId}/zigbee2mqtt/#"));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await client.SubscribeAsync($"plantcare/{device.DeviceId}/commands/#"));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync("zigbee2mqtt/#"));

        using var service = await BrokerSignIn.ConnectAsync(_broker.Port, _broker.Username, _broker.Password);
        await service.PublishAsync($"plantcare/{device.DeviceId}/zigbee2mqtt/fern/set");
        await service.PublishAsync($"plantcare/{device.DeviceId}/commands");
        await Until.TrueAsync(() => Task.FromResult(!client.Received.IsEmpty), Cancellation);
        Assert.Equal($"plantcare/{device.DeviceId}/commands", Assert.Single(client.Received));
    }

    [Fact]
    public async Task Device_that_takes_over_anothers_session_hears_nothing_of_it()
    {
        var (device, neighbour) = (await _owner.AddDeviceAsync(), await _owner.AddDeviceAsync());
        using (var ingest = await BrokerSignIn.ConnectAsync(_broker.Port, _broker.Username, _broker.Password, Ingest))
        {
            await ingest.SubscribeAsync("plantcare/+/readings");
            await ingest.DisconnectAsync();
        }

        using var sender = await ConnectAsync(neighbour);
        Assert.Equal(MqttClientPublishReasonCode.Success, await sender.PublishAsync($"plantcare/{neighbour.DeviceId}/readings"));
        using var thief = await BrokerSignIn.ConnectAsync(_broker.Port, device.DeviceId, device.Secret, Ingest);
        await sender.PublishAsync($"plantcare/{neighbour.DeviceId}/readings");

        // What the broker sends comes in order: after this one, nothing else is under way.
        await thief.SubscribeAsync($"plantcare/{device.DeviceId}/commands");
        await thief.PublishAsync($"plantcare/{device.DeviceId}/commands");
        await Until.TrueAsync(() => Task.FromResult(!thief.Received.IsEmpty), Cancellation);
        Assert.Equal([$"plantcare/{device.DeviceId}/commands"], thief.Received);

        static void Ingest(MqttClientOptionsBuilder options) => options.WithClientId("plantcare-ingest-1").WithCleanStart(false).WithSessionExpiryInterval(600);
    }

    [Fact]
    public async Task Api_that_keeps_no_accounts_leaves_the_brokers_alone()
    {
        var device = await _owner.AddDeviceAsync();
        var database = await shared.GetAsync();
        await using var other = await BrokerApi.StartAsync(
            database.ConnectionString(await database.CreateDatabaseAsync()), _broker.ConnectionString, ("DeviceAccounts:Enabled", "false"));
        using var stranger = await other.RegisterAsync();

        var unknown = await stranger.AddDeviceAsync();

        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, unknown.DeviceId, unknown.Secret));
        using var client = await ConnectAsync(device);
        using var health = await stranger.Http.GetAsync(new Uri("health", UriKind.Relative), Cancellation);
        Assert.False((await health.JsonAsync()).GetProperty("checks").TryGetProperty("mqtt", out _));
    }

    [Fact]
    public async Task Delete_ends_the_session_and_the_account_and_its_name_can_be_used_again()
    {
        var device = await _owner.AddDeviceAsync();
        using var client = await ConnectAsync(device);

        await _owner.Client.Devices.DeleteAsync(device.DeviceId, Cancellation);

        await client.EndedAsync();
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, device.DeviceId, device.Secret));
        Assert.DoesNotContain(device.DeviceId, await _broker.AdministerAsync("listRoles"), StringComparison.Ordinal);

        using var other = await _api.RegisterAsync();
        var successor = await other.AddDeviceAsync(deviceId: device.DeviceId);
        using var again = await ConnectAsync(successor);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, device.DeviceId, device.Secret));
    }

    [Fact]
    public async Task Account_erased_with_its_devices_ends_their_sessions()
    {
        var device = await _owner.AddDeviceAsync();
        using var client = await ConnectAsync(device);

        await _api.AsSystemAsync(database => database.Users.Where(user => user.Id == _owner.Me.Id).ExecuteDeleteAsync(Cancellation));

        await client.EndedAsync();
        await Until.TrueAsync(() => BrokerSignIn.IsRefusedAsync(_broker.Port, device.DeviceId, device.Secret), Cancellation);
    }

    [Fact]
    public async Task Account_that_is_disabled_takes_its_devices_off_the_broker_until_it_is_enabled()
    {
        using var other = await _api.RegisterAsync();
        var (device, neighbour) = (await other.AddDeviceAsync(), await _owner.AddDeviceAsync());
        using var client = await ConnectAsync(device);
        using var stays = await ConnectAsync(neighbour);

        await _owner.Client.Administration.UpdateUserAsync(other.Me.Id, new UpdateAccountRequest { Disabled = true }, Cancellation);

        await client.EndedAsync();
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, device.DeviceId, device.Secret));
        Assert.True(stays.IsConnected);
        await _owner.Client.Administration.UpdateUserAsync(other.Me.Id, new UpdateAccountRequest { Disabled = false }, Cancellation);
        using var again = await ConnectAsync(device);
    }

    [Fact]
    public async Task Account_that_is_erased_takes_its_devices_off_the_broker_for_good()
    {
        using var other = await _api.RegisterAsync();
        var (device, neighbour) = (await other.AddDeviceAsync(), await _owner.AddDeviceAsync());
        using var client = await ConnectAsync(device);
        using var stays = await ConnectAsync(neighbour);

        await other.Client.Users.EraseMeAsync(new EraseAccountRequest(other.Me.Email), Cancellation);

        await client.EndedAsync();
        await Until.TrueAsync(() => BrokerSignIn.IsRefusedAsync(_broker.Port, device.DeviceId, device.Secret), Cancellation);
        await Until.TrueAsync(async () => !await _api.AsSystemAsync(database => database.Devices.AnyAsync(row => row.DeviceId == device.DeviceId, Cancellation)), Cancellation);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, device.DeviceId, device.Secret));
        Assert.True(stays.IsConnected);
    }

    [Fact]
    public async Task GetSystem_counts_who_is_connected()
    {
        var device = await _owner.AddDeviceAsync();
        using var client = await ConnectAsync(device);

        // Mosquitto says it anew every ten seconds.
        await Until.TrueAsync(async () => (await _owner.Client.Administration.GetSystemAsync(Cancellation)).Broker is { Kind: "mosquitto", Connections: >= 2 }, Cancellation);

        var unknown = (await _owner.Client.Administration.GetSystemAsync(Cancellation)).Unknown;
        Assert.Contains("services__ingest__http__0", unknown["ingest"], StringComparison.Ordinal);
        await _broker.StopAsync();
        Assert.NotEmpty((await _owner.Client.Administration.GetSystemAsync(Cancellation)).Unknown["broker"]);
    }

    [Fact]
    public async Task Create_with_the_name_of_an_account_of_the_services_is_a_conflict()
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(() => _owner.AddDeviceAsync(deviceId: _broker.Username));

        Assert.Equal(System.Net.HttpStatusCode.Conflict, refusal.Status);
        using var service = await BrokerSignIn.ConnectAsync(_broker.Port, _broker.Username, _broker.Password);
    }

    [Fact]
    public async Task Change_of_anything_else_leaves_the_session_alone()
    {
        var device = await _owner.AddDeviceAsync();
        using var client = await ConnectAsync(device);

        var changed = await _owner.Client.Devices.UpdateAsync(device.DeviceId, new UpdateDeviceRequest { Name = "Pot" }, Cancellation);
        await _owner.AddDeviceAsync();

        Assert.Null(changed.NeedsNewSecret);
        Assert.Equal(MqttClientPublishReasonCode.NoMatchingSubscribers, await client.PublishAsync($"plantcare/{device.DeviceId}/readings"));
        Assert.True(client.IsConnected);
    }

    private Task<BrokerSignIn> ConnectAsync(DeviceWithSecretResponse device) =>
        BrokerSignIn.ConnectAsync(_broker.Port, device.Mqtt.Username, device.Mqtt.Password);
}
