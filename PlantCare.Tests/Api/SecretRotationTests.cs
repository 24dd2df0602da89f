using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Contracts.Devices;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Api;

/// <summary>Two secrets at a real Mosquitto, which has room for one, and devices that may not sign in there.</summary>
public sealed class SecretRotationTests(SharedPostgres shared) : IAsyncLifetime
{
    private static readonly (string, string)[] Settings = [("DeviceAccounts:FirstTurn", "00:00:00.400")];

    private MosquittoServer _broker = null!;
    private string _database = "";
    private BrokerApi _api = null!;
    private ApiCaller _owner = null!;
    private DeviceWithSecretResponse _device = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await shared.GetAsync();
        _broker = await MosquittoServer.StartAsync();
        _database = database.ConnectionString(await database.CreateDatabaseAsync());
        await StartApiAsync();
        _owner = await _api.RegisterAsync();
        _device = await _owner.AddDeviceAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _owner?.Dispose();
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Rotate_leaves_a_device_that_is_there_alone()
    {
        await SeenAsync(online: true);
        using var client = await BrokerSignIn.ConnectAsync(_broker.Port, _device.DeviceId, _device.Secret);

        var rotated = await _owner.Client.Devices.RotateSecretAsync(_device.DeviceId, Cancellation);

        // Many times longer than a turn; another device's account proves that Api was at the broker meanwhile.
        for (var i = 0; i < 5; i++)
        {
            await SeenAsync(online: true);
            await client.PublishAsync($"plantcare/{_device.DeviceId}/readings");
            await _owner.AddDeviceAsync();
            await Task.Delay(TimeSpan.FromSeconds(0.4), TimeProvider.System, Cancellation);
        }

        Assert.True(client.IsConnected);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, _device.DeviceId, rotated.Secret));
        Assert.NotNull(await PreviousAsync());
    }

    [Fact]
    public async Task Rotate_lets_a_device_that_is_away_in_with_either_and_ends_the_old_one_when_it_speaks_with_the_new_one()
    {
        var rotated = await _owner.Client.Devices.RotateSecretAsync(_device.DeviceId, Cancellation);

        // It comes and goes with the old one, which the broker keeps or gets back.
        for (var i = 0; i < 2; i++)
        {
            using var old = await TryUntilInAsync(_device.Secret);
            await old.PublishAsync($"plantcare/{_device.DeviceId}/readings");
        }

        Assert.NotNull(await PreviousAsync());
        using var client = await SpeakWithAsync(rotated.Secret);

        // From now on it is let alone, and the old one is refused for good.
        await Until.TrueAsync(async () => (await _broker.AdministerAsync("getClient", _device.DeviceId)).Length > 0, Cancellation);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, _device.DeviceId, _device.Secret));
        await _owner.AddDeviceAsync();
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, Cancellation);
        Assert.True(client.IsConnected);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, _device.DeviceId, _device.Secret));
    }

    [Fact]
    public async Task Rotate_before_Api_is_started_again_goes_on_afterwards()
    {
        var rotated = await _owner.Client.Devices.RotateSecretAsync(_device.DeviceId, Cancellation);
        using (await TryUntilInAsync(rotated.Secret))
        {
            // It has signed in, and said nothing: nobody can know.
        }

        await _api.DisposeAsync();
        await StartApiAsync();

        using (var old = await TryUntilInAsync(_device.Secret))
        {
            await old.PublishAsync($"plantcare/{_device.DeviceId}/readings");
        }

        using var client = await SpeakWithAsync(rotated.Secret);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, _device.DeviceId, _device.Secret));
    }

    [Fact]
    public async Task Rotate_whose_time_is_over_ends_the_session_of_the_old_secret()
    {
        await SeenAsync(online: true);
        using var client = await BrokerSignIn.ConnectAsync(_broker.Port, _device.DeviceId, _device.Secret);
        var rotated = await _owner.Client.Devices.RotateSecretAsync(_device.DeviceId, Cancellation);

        var past = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await _api.AsSystemAsync(database => database.Devices.Where(device => device.DeviceId == _device.DeviceId)
            .ExecuteUpdateAsync(device => device.SetProperty(d => d.PreviousSecretUntil, past), Cancellation));
        await _api.Services.GetRequiredService<PreviousSecrets>().EndExpiredAsync(Cancellation);

        await client.EndedAsync();
        using var again = await TryUntilInAsync(rotated.Secret);
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, _device.DeviceId, _device.Secret));
    }

    [Fact]
    public async Task Rotate_at_once_ends_the_session_and_the_old_secret()
    {
        using var client = await BrokerSignIn.ConnectAsync(_broker.Port, _device.DeviceId, _device.Secret);

        var rotated = await _owner.Client.Devices.RotateSecretAtOnceAsync(_device.DeviceId, Cancellation);

        await client.EndedAsync();
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, _device.DeviceId, _device.Secret));
        using var again = await BrokerSignIn.ConnectAsync(_broker.Port, _device.DeviceId, rotated.Secret);
    }

    [Fact]
    public async Task Update_disabled_ends_the_session_and_refuses_the_device_until_it_is_enabled()
    {
        using var client = await BrokerSignIn.ConnectAsync(_broker.Port, _device.DeviceId, _device.Secret);

        await _owner.Client.Devices.UpdateAsync(_device.DeviceId, new UpdateDeviceRequest { Disabled = true }, Cancellation);

        await client.EndedAsync();
        Assert.True(await BrokerSignIn.IsRefusedAsync(_broker.Port, _device.DeviceId, _device.Secret));
        await _owner.Client.Devices.UpdateAsync(_device.DeviceId, new UpdateDeviceRequest { Disabled = false }, Cancellation);
        using var again = await BrokerSignIn.ConnectAsync(_broker.Port, _device.DeviceId, _device.Secret);
    }

    private async Task StartApiAsync()
    {
        _api = await BrokerApi.StartAsync(_database, _broker.ConnectionString, Settings);
        await _api.SettledAsync();
    }

    private async Task<BrokerSignIn> TryUntilInAsync(string secret)
    {
        BrokerSignIn? client = null;
        await Until.TrueAsync(async () => (client = await BrokerSignIn.TryAsync(_broker.Port, _device.DeviceId, secret)) is not null, Cancellation);
        return client!;
    }

    // As a device does: it signs in, speaks, and comes again if its connection ends, until Api has heard it.
    private async Task<BrokerSignIn> SpeakWithAsync(string secret)
    {
        var client = await TryUntilInAsync(secret);
        await Until.TrueAsync(
            async () =>
            {
                if (!client.IsConnected)
                {
                    client.Dispose();
                    client = await TryUntilInAsync(secret);
                }

                await Record.ExceptionAsync(() => client.PublishAsync($"plantcare/{_device.DeviceId}/readings"));
                return await PreviousAsync() is null;
            },
            Cancellation);
        return client;
    }

    private Task<byte[]?> PreviousAsync() => _api.AsSystemAsync(database => database.Devices
        .Where(device => device.DeviceId == _device.DeviceId).Select(device => device.PreviousSecretHash).SingleAsync(Cancellation));

    private Task<int> SeenAsync(bool online)
    {
        var now = TimeProvider.System.GetUtcNow();
        return _api.AsSystemAsync(database => database.Devices.Where(device => device.DeviceId == _device.DeviceId).ExecuteUpdateAsync(
            device => device.SetProperty(d => d.Online, (bool?)online).SetProperty(d => d.LastSeen, (DateTimeOffset?)now), Cancellation));
    }
}
