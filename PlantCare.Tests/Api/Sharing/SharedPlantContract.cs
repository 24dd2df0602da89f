using System.Net;
using System.Net.Http.Json;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Places;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Editions;

namespace PlantCare.Tests.Api.Sharing;

/// <summary>What the roles open of a shared plant, and of a place, with everything behind it that an edition has.</summary>
public abstract class SharedPlantContract(Edition edition) : IAsyncLifetime
{
    private ApiCaller _owner = null!;
    private ApiCaller _other = null!;
    private PlaceResponse _home = null!;
    private PlantResponse _basil = null!;
    private PlantResponse _secret = null!;
    private DeviceWithSecretResponse _device = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_owner, _other) = (await edition.RegisterAsync(), await edition.RegisterAsync());
        _home = await _owner.Client.Places.CreateAsync(new CreatePlaceRequest("Home"), Cancellation);
        _basil = await _owner.Client.Plants.CreateAsync(new CreatePlantRequest("Basil", PlaceId: _home.Id), Cancellation);
        _secret = await _owner.AddPlantAsync("Secret");
        _device = await _owner.AddDeviceAsync(_basil.Id);
        var hidden = await _owner.AddDeviceAsync(_secret.Id);
        await edition.SubmitAsync(_device.DeviceId, """{"temperature":21}""");
        await edition.SubmitAsync(hidden.DeviceId, """{"temperature":5}""");
    }

    public ValueTask DisposeAsync()
    {
        _owner?.Dispose();
        _other?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(ShareRole.Viewer, true)]
    [InlineData(ShareRole.Viewer, false)]
    [InlineData(ShareRole.Caretaker, true)]
    [InlineData(ShareRole.Caretaker, false)]
    [InlineData(ShareRole.Owner, true)]
    [InlineData(ShareRole.Owner, false)]
    public async Task Role_sees_the_plant_with_its_readings_and_devices_and_changes_it_as_an_owner_only(ShareRole role, bool byPlace)
    {
        await RefusedAsync(HttpStatusCode.NotFound);

        var share = byPlace ? await _owner.SharePlaceAsync(_home.Id, _other, role) : await _owner.SharePlantAsync(_basil.Id, _other, role);

        await SeesTheBasilAloneAsync(_other.Client);
        Assert.Equal(21d, Assert.Single((await _other.Client.Data.ReadAsync(new DataRequest(PlantId: _basil.Id), Cancellation)).Data).Value.Number);
        if (role == ShareRole.Owner)
        {
            var renamed = await _other.Client.Plants.UpdateAsync(_basil.Id, new UpdatePlantRequest { Name = "Our basil" }, Cancellation);
            Assert.Equal((_owner.Me.Id, "Our basil"), (renamed.UserId, (await _owner.Client.Plants.GetAsync(_basil.Id, Cancellation)).Name));
        }
        else
        {
            await RefusedAsync(HttpStatusCode.Forbidden);
        }

        await _owner.Client.Shares.DeleteAsync(share.Id, Cancellation);
        await RefusedAsync(HttpStatusCode.NotFound);
        Assert.Empty((await _other.Client.Plants.ListAsync(cancellationToken: Cancellation)).Data);
    }

    [Fact]
    public async Task Sitter_sees_the_plant_with_its_readings_and_devices()
    {
        var link = await _owner.Client.Shares.AddPlaceSitterAsync(_home.Id, new CreateSitterRequest("Aunt Bea", TimeProvider.System.GetUtcNow().AddDays(7)), Cancellation);
        using var http = edition.CreateClient(link.Token);

        await SeesTheBasilAloneAsync(new PlantCareClient(http));
    }

    private async Task SeesTheBasilAloneAsync(PlantCareClient client)
    {
        Assert.Equal(_basil.Id, Assert.Single((await client.Plants.ListAsync(cancellationToken: Cancellation)).Data).Id);
        Assert.Equal(_basil.Id, Assert.Single(await client.Data.GetLatestAsync(cancellationToken: Cancellation)).PlantId);
        Assert.Equal(_device.DeviceId, Assert.Single((await client.Devices.ListAsync(cancellationToken: Cancellation)).Data).DeviceId);
    }

    // Who may not see it is told in the words of what does not exist; who may see it is told which role it takes.
    private async Task RefusedAsync(HttpStatusCode expected)
    {
        foreach (var path in (string[])[$"/plants/{_basil.Id}", $"/devices/{_device.DeviceId}"])
        {
            using var answer = await _other.Http.PatchAsJsonAsync(path, new { name = "mine" }, Cancellation);
            var detail = (await answer.ProblemAsync(expected)).GetProperty("detail").GetString();
            Assert.Equal(expected == HttpStatusCode.Forbidden, detail!.Contains("the role owner", StringComparison.Ordinal));
        }

        if (expected == HttpStatusCode.NotFound)
        {
            using var read = await _other.Http.GetAsync($"/data?plant_id={_basil.Id}", Cancellation);
            await read.ProblemAsync(expected);
        }
    }
}

[Collection(HomeEditionTests.Name)]
public sealed class HomeSharedPlantTests(HomeEditionFixture edition) : SharedPlantContract(edition);

[Collection(DistributedEditionTests.Name)]
public sealed class DistributedSharedPlantTests(DistributedEditionFixture edition) : SharedPlantContract(edition);
