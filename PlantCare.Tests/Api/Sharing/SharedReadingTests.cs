using System.Net;
using System.Text.Json;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Places;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;

namespace PlantCare.Tests.Api.Sharing;

/// <summary>Readings of plants that are shared: those plants', and never a value of the owner's others.</summary>
[Collection(ApiTests.Name)]
public sealed class SharedReadingTests(ApiFixture api) : IAsyncLifetime
{
    private const double Secret = 11;
    private const double Shown = 22;
    private const double Own = 33;

    private ApiCaller _owner = null!;
    private ApiCaller _other = null!;
    private PlaceResponse _home = null!;
    private PlantResponse _basil = null!;
    private PlantResponse _secret = null!;
    private DeviceWithSecretResponse _device = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // The owner's one device measured the secret plant first, and the basil afterwards.
    public async ValueTask InitializeAsync()
    {
        (_owner, _other) = (await api.Host.RegisterAsync(), await api.Host.RegisterAsync());
        _home = await _owner.Client.Places.CreateAsync(new CreatePlaceRequest("Home"), Cancellation);
        _basil = await _owner.Client.Plants.CreateAsync(new CreatePlantRequest("Basil", PlaceId: _home.Id), Cancellation);
        _secret = await _owner.AddPlantAsync("Secret");
        _device = await _owner.AddDeviceAsync(_secret.Id);
        await SendAsync(_owner, _device, Secret);
        await _owner.Client.Devices.UpdateAsync(_device.DeviceId, new UpdateDeviceRequest { PlantId = _basil.Id }, Cancellation);
        await SendAsync(_owner, _device, Shown);

        var rose = await _other.AddPlantAsync("Rose");
        await SendAsync(_other, await _other.AddDeviceAsync(rose.Id), Own);
    }

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        _other.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Viewer_reads_the_shared_plant_under_its_owners_id()
    {
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Viewer);

        var row = Assert.Single((await _other.Client.Data.ReadAsync(new DataRequest(_basil.Id), Cancellation)).Data);
        Assert.Equal((_owner.Me.Id, "Basil", Shown), (row.UserId, row.PlantName, row.Value.Number));
        var latest = Assert.Single(await _other.Client.Data.GetLatestAsync(_basil.Id, Cancellation));
        Assert.Equal((_owner.Me.Id, Shown), (latest.UserId, latest.Metrics["temperature"].Number));
        var window = Assert.Single((await AggregateAsync(_other.Client, _basil.Id)).Data);
        Assert.Equal((_owner.Me.Id, Shown), (window.UserId, window.Metrics["temperature"].Avg));
        Assert.Contains($",{_owner.Me.Id},", await _other.Http.GetStringAsync($"/data?plant_id={_basil.Id}&format=csv", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Device_of_a_shared_plant_gives_nothing_that_it_measured_elsewhere()
    {
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Caretaker);

        Assert.Equal([Shown], await ValuesAsync($"/data?device_id={_device.DeviceId}"));
        Assert.Equal([Shown], await ValuesAsync($"/data?device_id={_device.DeviceId}&plant_id={_basil.Id}"));
        var latest = (await (await _other.Http.GetAsync($"/data/latest?device_id={_device.DeviceId}", Cancellation)).JsonAsync()).GetProperty("data");
        Assert.Equal(_basil.Id, Assert.Single(latest.EnumerateArray()).GetProperty("plant_id").GetGuid());
        Assert.Equal(2, (await _owner.Client.Data.ReadAsync(new DataRequest(DeviceId: _device.DeviceId), Cancellation)).Count);
    }

    [Fact]
    public async Task Place_gives_what_stands_there()
    {
        await _owner.SharePlaceAsync(_home.Id, _other, ShareRole.Viewer);

        Assert.Equal([Shown], await ValuesAsync($"/data?place_id={_home.Id}"));
        Assert.Equal(_basil.Id, Assert.Single(await _other.Client.Data.GetLatestOfPlaceAsync(_home.Id, Cancellation)).PlantId);
        Assert.Single((await _other.Client.Data.GetAggregatedAsync(LastHour() with { PlaceId = _home.Id }, Cancellation)).Data);

        var office = await _owner.Client.Places.CreateAsync(new CreatePlaceRequest("Office"), Cancellation);
        Assert.Empty((await _owner.Client.Data.ReadAsync(new DataRequest(PlaceId: office.Id), Cancellation)).Data);
        Assert.Empty(await _owner.Client.Data.GetLatestOfPlaceAsync(office.Id, Cancellation));
        Assert.Empty((await _owner.Client.Data.GetAggregatedAsync(LastHour() with { PlaceId = office.Id }, Cancellation)).Data);
    }

    [Fact]
    public async Task Without_ids_latest_covers_what_is_shared_and_the_rest_what_is_own()
    {
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Viewer);

        Assert.Equal(["Basil", "Rose"], (await _other.Client.Data.GetLatestAsync(cancellationToken: Cancellation)).Select(row => row.PlantName));
        Assert.Equal([Own], await ValuesAsync("/data"));
        Assert.Equal(_other.Me.Id, Assert.Single((await AggregateAsync(_other.Client, plantId: null)).Data).UserId);
        Assert.Equal(["Basil", "Secret"], (await _owner.Client.Data.GetLatestAsync(cancellationToken: Cancellation)).Select(row => row.PlantName));
    }

    [Fact]
    public async Task Ids_that_do_not_go_together_or_are_not_shared_are_unknown()
    {
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Owner);

        string[] queries =
        [
            $"plant_id={_secret.Id}", $"place_id={_home.Id}", $"place_id={_home.Id}&plant_id={_basil.Id}", $"user_id={_owner.Me.Id}",
            $"user_id={_owner.Me.Id}&plant_id={_basil.Id}", $"user_id={_other.Me.Id}&plant_id={_basil.Id}", $"user_id={_other.Me.Id}&device_id={_device.DeviceId}",
            $"plant_id={_secret.Id}&device_id={_device.DeviceId}",
        ];
        foreach (var query in queries)
        {
            foreach (var path in (string[])["/data", "/data/latest", "/data/aggregated"])
            {
                using var answer = await _other.Http.GetAsync($"{path}?{query}", Cancellation);
                await answer.ProblemAsync(HttpStatusCode.NotFound);
            }
        }
    }

    [Fact]
    public async Task Administrator_who_asks_for_an_account_gets_its_own_plants_only()
    {
        await _owner.SharePlantAsync(_basil.Id, _other, ShareRole.Owner);

        var rows = await (await api.Administrator.Http.GetAsync($"/data/latest?user_id={_other.Me.Id}", Cancellation)).JsonAsync();
        Assert.Equal("Rose", Assert.Single(rows.GetProperty("data").EnumerateArray()).GetProperty("plant_name").GetString());
        using var shared = await api.Administrator.Http.GetAsync($"/data?user_id={_other.Me.Id}&plant_id={_basil.Id}", Cancellation);
        await shared.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Sitter_sees_the_newest_and_the_sums_of_its_plants_alone()
    {
        var link = await _owner.Client.Shares.AddPlaceSitterAsync(
            _home.Id, new CreateSitterRequest("Bea", TimeProvider.System.GetUtcNow().AddDays(1)), Cancellation);
        using var sitter = api.Host.SitWith(link.Token);

        Assert.Equal("Basil", Assert.Single(await sitter.Client.Data.GetLatestAsync(cancellationToken: Cancellation)).PlantName);
        Assert.Equal(_basil.Id, Assert.Single((await AggregateAsync(sitter.Client, plantId: null)).Data).PlantId);
        using var hidden = await sitter.Http.GetAsync($"/data/latest?plant_id={_secret.Id}", Cancellation);
        await hidden.ProblemAsync(HttpStatusCode.NotFound);

        await _owner.Client.Plants.UpdateAsync(_basil.Id, new UpdatePlantRequest { PlaceId = new(null) }, Cancellation);
        Assert.Empty(await sitter.Client.Data.GetLatestAsync(cancellationToken: Cancellation));
        Assert.Empty((await AggregateAsync(sitter.Client, plantId: null)).Data);
    }

    private static AggregatedRequest LastHour()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new AggregatedRequest(now.AddHours(-1), now.AddMinutes(1), TimeSpan.FromHours(3));
    }

    private static Task<AggregatedResponse> AggregateAsync(PlantCareClient client, Guid? plantId) =>
        client.Data.GetAggregatedAsync(LastHour() with { PlantId = plantId }, Cancellation);

    private static async Task SendAsync(ApiCaller owner, DeviceWithSecretResponse device, double temperature)
    {
        using var answer = await owner.SubmitAsync(device.DeviceId, device.Secret, JsonSerializer.Serialize(new { temperature }));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task<List<double>> ValuesAsync(string path)
    {
        using var answer = await _other.Http.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. (await answer.JsonAsync()).GetProperty("data").EnumerateArray().Select(row => row.GetProperty("value").GetDouble())];
    }
}
