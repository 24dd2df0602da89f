using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Contracts.Devices;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api;

/// <summary>New secrets, devices that may not sign in, and hardware that takes another's place.</summary>
[Collection(ApiTests.Name)]
public sealed class SecretTests(ApiFixture api) : IAsyncLifetime
{
    private ApiCaller _owner = null!;
    private DeviceWithSecretResponse _device = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _owner = await api.Host.RegisterAsync();
        _device = await _owner.AddDeviceAsync((await _owner.AddPlantAsync()).Id);
    }

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Rotate_keeps_the_old_secret_until_the_new_one_signs_in()
    {
        var rotated = await _owner.Client.Devices.RotateSecretAsync(_device.DeviceId, Cancellation);

        Assert.NotEqual(_device.Secret, rotated.Secret);
        Assert.Equal(rotated.Secret, rotated.Mqtt.Password);
        Assert.InRange(rotated.PreviousSecretUntil!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(_device.Secret));
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(_device.Secret));
        Assert.Equal(rotated.PreviousSecretUntil, (await _owner.Client.Devices.GetAsync(_device.DeviceId, Cancellation)).PreviousSecretUntil);

        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(rotated.Secret));
        await Until.TrueAsync(async () => await SendAsync(_device.Secret) == HttpStatusCode.Unauthorized, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(rotated.Secret));
        Assert.Null((await _owner.Client.Devices.GetAsync(_device.DeviceId, Cancellation)).PreviousSecretUntil);
    }

    [Fact]
    public async Task Rotate_twice_keeps_the_secret_that_the_device_has()
    {
        var first = await _owner.Client.Devices.RotateSecretAsync(_device.DeviceId, Cancellation);
        var second = await _owner.Client.Devices.RotateSecretAsync(_device.DeviceId, Cancellation);

        Assert.Equal(first.PreviousSecretUntil, second.PreviousSecretUntil);
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(_device.Secret));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(first.Secret));
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(second.Secret));
    }

    [Fact]
    public async Task Rotate_at_once_ends_the_old_secret_and_the_one_before()
    {
        var first = await _owner.Client.Devices.RotateSecretAsync(_device.DeviceId, Cancellation);
        var second = await _owner.Client.Devices.RotateSecretAtOnceAsync(_device.DeviceId, Cancellation);

        Assert.Null(second.PreviousSecretUntil);
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(_device.Secret));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(first.Secret));
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(second.Secret));
    }

    [Fact]
    public async Task Rotate_after_its_time_the_old_secret_has_ended_though_the_new_one_was_never_used()
    {
        await _owner.Client.Devices.RotateSecretAsync(_device.DeviceId, Cancellation);
        var past = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await api.Host.LookAsync(database => database.Devices.Where(device => device.DeviceId == _device.DeviceId)
            .ExecuteUpdateAsync(device => device.SetProperty(d => d.PreviousSecretUntil, past), Cancellation));
        await api.Host.Services.GetRequiredService<DeviceDirectory>().RefreshAsync(_owner.Me.Id, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(_device.Secret));
        await api.Host.Services.GetRequiredService<PreviousSecrets>().EndExpiredAsync(Cancellation);
        Assert.Null(await api.Host.LookAsync(database => database.Devices.Where(device => device.DeviceId == _device.DeviceId)
            .Select(device => device.PreviousSecretHash).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task Update_disabled_refuses_the_device_until_it_is_enabled()
    {
        var disabled = await _owner.Client.Devices.UpdateAsync(_device.DeviceId, new UpdateDeviceRequest { Disabled = true }, Cancellation);
        Assert.NotNull(disabled.DisabledAt);
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(_device.Secret));

        var renamed = await _owner.Client.Devices.UpdateAsync(_device.DeviceId, new UpdateDeviceRequest { Name = "Pot" }, Cancellation);
        Assert.Equal(disabled.DisabledAt, renamed.DisabledAt);
        var enabled = await _owner.Client.Devices.UpdateAsync(_device.DeviceId, new UpdateDeviceRequest { Disabled = false }, Cancellation);
        Assert.Null(enabled.DisabledAt);
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(_device.Secret));
    }

    [Fact]
    public async Task Replace_keeps_name_plant_and_settings_and_ends_the_old_hardwares_secret()
    {
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(_device.Secret, """{"temperature":20,"battery":80,"rssi":-60,"firmware":"1.2"}"""));
        await Until.TrueAsync(async () => (await _owner.Client.Devices.GetAsync(_device.DeviceId, Cancellation)).Firmware == "1.2", Cancellation);
        Assert.Equal(-60, (await _owner.Client.Devices.GetAsync(_device.DeviceId, Cancellation)).Rssi);

        var replaced = await _owner.Client.Devices.ReplaceAsync(_device.DeviceId, Cancellation);

        Assert.Equal((_device.Id, _device.DeviceId, _device.PlantId), (replaced.Id, replaced.DeviceId, replaced.PlantId));
        Assert.Equal((DeviceStatus.New, null), (replaced.Status, replaced.LastSeen));
        Assert.Null((await _owner.Client.Devices.GetAsync(_device.DeviceId, Cancellation)).Firmware);
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(_device.Secret));
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(replaced.Secret));
        Assert.Single(await _owner.Client.Data.GetLatestAsync(_device.PlantId!.Value, Cancellation));
    }

    [Fact]
    public async Task Update_plant_sends_late_readings_to_the_plant_that_they_were_measured_in()
    {
        var (basil, fern) = (_device.PlantId!.Value, await _owner.AddPlantAsync("Fern"));
        var before = TimeProvider.System.GetUtcNow();
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(_device.Secret, """{"soil_moisture":30}"""));

        await _owner.Client.Devices.UpdateAsync(_device.DeviceId, new UpdateDeviceRequest { PlantId = fern.Id }, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(_device.Secret, $$"""{"light":100,"timestamp":{{before.ToUnixTimeMilliseconds()}}}"""));
        Assert.Equal(
            HttpStatusCode.Accepted, await SendAsync(_device.Secret, $$"""{"ph":6,"plant_id":"{{basil}}","timestamp":{{before.ToUnixTimeMilliseconds()}}}"""));
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(_device.Secret, """{"soil_moisture":60}"""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SendAsync(_device.Secret, $$"""{"ph":6,"plant_id":"{{basil}}"}"""));

        var old = Assert.Single(await _owner.Client.Data.GetLatestAsync(basil, Cancellation));
        Assert.Equal((30.0, 100.0, 6.0), (old.Metrics["soil_moisture"].Number, old.Metrics["light"].Number, old.Metrics["ph"].Number));
        var now = Assert.Single(await _owner.Client.Data.GetLatestAsync(fern.Id, Cancellation));
        Assert.Equal(60, now.Metrics["soil_moisture"].Number);
        Assert.False(now.Metrics.ContainsKey("light"));
    }

    private async Task<HttpStatusCode> SendAsync(string secret, string payload = """{"temperature":20}""")
    {
        using var answer = await _owner.SubmitAsync(_device.DeviceId, secret, payload);
        return answer.StatusCode;
    }
}
