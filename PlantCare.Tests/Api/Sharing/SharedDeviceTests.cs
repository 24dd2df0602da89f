using System.Net;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Sharing;

namespace PlantCare.Tests.Api.Sharing;

/// <summary>Devices in plants that are shared, and what can be reached by naming plants in them.</summary>
[Collection(ApiTests.Name)]
public sealed class SharedDeviceTests(ApiFixture api) : IAsyncLifetime
{
    private ApiCaller _owner = null!;
    private ApiCaller _other = null!;
    private PlantResponse _basil = null!;
    private PlantResponse _secret = null!;
    private DeviceWithSecretResponse _device = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_owner, _other) = (await api.Host.RegisterAsync(), await api.Host.RegisterAsync());
        (_basil, _secret) = (await _owner.AddPlantAsync(), await _owner.AddPlantAsync("Secret"));
        _device = await _owner.AddDeviceAsync(_basil.Id);
        await _owner.AddDeviceAsync(_secret.Id);
        await _owner.AddDeviceAsync();
    }

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        _other.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(ShareRole.Viewer, HttpStatusCode.Forbidden)]
    [InlineData(ShareRole.Caretaker, HttpStatusCode.Forbidden)]
    [InlineData(ShareRole.Owner, HttpStatusCode.OK)]
    public async Task Role_decides_who_changes_the_devices_of_a_plant(ShareRole role, HttpStatusCode expected)
    {
        await _owner.SharePlantAsync(_basil.Id, _other, role);

        var seen = Assert.Single((await _other.Client.Devices.ListAsync(cancellationToken: Cancellation)).Data);
        Assert.Equal((_device.DeviceId, _owner.Me.Id), (seen.DeviceId, seen.UserId));
        using var renamed = await _other.Http.SendJsonAsync(HttpMethod.Patch, $"/devices/{_device.DeviceId}", """{"name":"Probe"}""");
        Assert.Equal(expected, renamed.StatusCode);
        using var rotated = await _other.Http.SendJsonAsync(HttpMethod.Post, $"/devices/{_device.DeviceId}/secret");
        Assert.Equal(expected, rotated.StatusCode);
        using var letters = await _other.Http.GetAsync($"/devices/{_device.DeviceId}/dead-letters", Cancellation);
        Assert.Equal(expected, letters.StatusCode);
        using var deleted = await _other.Http.SendJsonAsync(HttpMethod.Delete, $"/devices/{_device.DeviceId}");
        Assert.Equal(expected == HttpStatusCode.OK ? HttpStatusCode.NoContent : expected, deleted.StatusCode);
    }

    [Fact]
    public async Task Device_that_a_co_owner_adds_belongs_to_the_owner_of_the_plant()
    {
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Owner);

        var added = await _other.AddDeviceAsync(_basil.Id);

        Assert.Equal(_owner.Me.Id, added.UserId);
        Assert.Equal(_basil.Id, (await _owner.Client.Devices.GetAsync(added.DeviceId, Cancellation)).PlantId);
        using var sent = await _other.SubmitAsync(added.DeviceId, added.Secret, """{"temperature":21}""");
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
    }

    [Fact]
    public async Task Plant_that_is_shared_to_look_at_takes_no_device()
    {
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Caretaker);

        using var answer = await _other.Http.SendJsonAsync(HttpMethod.Post, "/devices", $$"""{"plant_id":"{{_basil.Id}}"}""");

        Assert.Contains("is shared with you", await answer.FaultOfAsync("plant_id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Co_owner_does_not_reach_the_owners_other_plants_by_naming_them()
    {
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Owner);
        var rose = await _other.AddPlantAsync("Rose");

        foreach (var (plant, fault) in ((Guid, string)[])[(_secret.Id, "is none of your plants"), (rose.Id, "belongs to somebody else than the device")])
        {
            var channels = $$$$"""{"channels":{"soil_moisture_1":{"plant_id":"{{{{plant}}}}","metric":"soil_moisture"}}}""";
            using var moved = await _other.Http.SendJsonAsync(HttpMethod.Patch, $"/devices/{_device.DeviceId}", $$"""{"plant_id":"{{plant}}"}""");
            Assert.Equal(fault, await moved.FaultOfAsync("plant_id"));
            using var widened = await _other.Http.SendJsonAsync(HttpMethod.Patch, $"/devices/{_device.DeviceId}", "{\"config\":" + channels + "}");
            Assert.Equal(fault, await widened.FaultOfAsync("config.channels.soil_moisture_1.plant_id"));
            using var created = await _other.Http.SendJsonAsync(HttpMethod.Post, "/devices", $$"""{"plant_id":"{{_basil.Id}}","config":""" + channels + "}");
            Assert.Equal(fault, await created.FaultOfAsync("config.channels.soil_moisture_1.plant_id"));
        }

        using var listed = await _other.Http.GetAsync($"/devices?plant_id={_secret.Id}", Cancellation);
        await listed.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Device_that_measures_more_than_the_shared_plant_is_its_owners_to_change()
    {
        var both = await _owner.Client.Devices.CreateAsync(
            new CreateDeviceRequest(PlantId: _basil.Id, Config: new DeviceConfig { Channels = new Dictionary<string, Channel>(StringComparer.Ordinal) { ["other"] = new(_secret.Id, "soil_moisture") } }),
            Cancellation);
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Owner);

        Assert.Equal(both.DeviceId, (await _other.Client.Devices.GetAsync(both.DeviceId, Cancellation)).DeviceId);
        using var rotated = await _other.Http.SendJsonAsync(HttpMethod.Post, $"/devices/{both.DeviceId}/secret");
        await rotated.ProblemAsync(HttpStatusCode.Forbidden);

        await _owner.SharePlantAsync(_secret.Id, _other, ShareRole.Owner);
        using var again = await _other.Http.SendJsonAsync(HttpMethod.Post, $"/devices/{both.DeviceId}/secret");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Plant_that_a_co_owner_deletes_takes_its_channels_and_leaves_the_co_owners_devices_alone()
    {
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Owner);
        var mine = await _other.AddDeviceAsync(deviceId: "mine-" + Guid.CreateVersion7());

        await _other.Client.Plants.DeleteAsync(_basil.Id, Cancellation);

        Assert.Null((await _owner.Client.Devices.GetAsync(_device.DeviceId, Cancellation)).PlantId);
        Assert.Equal(mine.DeviceId, Assert.Single((await _other.Client.Devices.ListAsync(cancellationToken: Cancellation)).Data).DeviceId);
    }
}
