using System.Net;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Problems;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;

namespace PlantCare.Tests.Api;

/// <summary>Plants: adding, changing, listing, deleting.</summary>
[Collection(ApiTests.Name)]
public sealed class PlantTests(ApiFixture api) : IAsyncLifetime
{
    private ApiCaller _owner = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _owner = await api.Host.RegisterAsync();

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Create_answers_the_plant_as_it_is_on_the_wire()
    {
        using var answer = await PostAsync(
            """{"name":" Basil ","species":"Unheard of","location":"Kitchen","thresholds":{"soil_moisture":{"min":30,"max":60,"hysteresis":2,"for":"PT10M"}},"care_info":{"repotted":"2024-05-01"}}""");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var plant = await answer.JsonAsync();
        Assert.Equal(
            ["active", "care_info", "created_at", "id", "location", "name", "place_id", "role", "species", "species_id", "thresholds", "user_id"], plant.Names());
        Assert.Equal("Basil", plant.GetProperty("name").GetString());
        Assert.Equal("""{"soil_moisture":{"min":30,"max":60,"hysteresis":2,"for":"PT10M"}}""", plant.GetProperty("thresholds").GetRawText());
        Assert.Equal("""{"repotted":"2024-05-01"}""", plant.GetProperty("care_info").GetRawText());
        Assert.Equal(_owner.Me.Id, plant.GetProperty("user_id").GetGuid());

        using var again = await _owner.Http.GetAsync(answer.Headers.Location, Cancellation);
        Assert.Equal(plant.GetRawText(), (await again.JsonAsync()).GetRawText());
    }

    [Theory]
    [InlineData("Ocimum basilicum")]
    [InlineData("BASIL")]
    public async Task Create_with_a_known_species_takes_its_ranges_as_thresholds(string species)
    {
        var known = (await _owner.Client.Species.SearchAsync("Ocimum basilicum", cancellationToken: Cancellation)).Data[0];

        var plant = await _owner.Client.Plants.CreateAsync(new CreatePlantRequest("Window", species), Cancellation);

        Assert.Equal(species, plant.Species);
        Assert.Equal(known.Id, plant.SpeciesId);
        Assert.Equal(["humidity", "soil_ec", "soil_moisture", "temperature"], plant.Thresholds.Keys.Order(StringComparer.Ordinal));
        foreach (var (metric, threshold) in plant.Thresholds)
        {
            Assert.Equal((known.Ranges[metric].Min, known.Ranges[metric].Max), (threshold.Min, threshold.Max));
            Assert.True(threshold.Hysteresis > 0, metric);
            Assert.True(threshold.For > TimeSpan.Zero, metric);
            Assert.Null(threshold.Fault);
        }
    }

    [Fact]
    public async Task Create_with_a_known_species_keeps_the_thresholds_that_were_given()
    {
        var none = new Dictionary<string, Threshold>(StringComparer.Ordinal);
        var plant = await _owner.Client.Plants.CreateAsync(new CreatePlantRequest("Window", "Basil", Thresholds: none), Cancellation);

        Assert.Empty(plant.Thresholds);
    }

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"name":"  "}""", "name")]
    [InlineData("""{"name":"a\u0000b"}""", "name")]
    [InlineData("""{"name":"two\nlines"}""", "name")]
    [InlineData("""{"name":"a","location":"\u0007"}""", "location")]
    [InlineData("""{"name":"a","thresholds":{"Soil Moisture":{"min":1}}}""", "thresholds.Soil Moisture")]
    [InlineData("""{"name":"a","thresholds":{"temperature":null}}""", "thresholds.temperature")]
    [InlineData("""{"name":"a","thresholds":{"temperature":{"min":30,"max":20}}}""", "thresholds.temperature")]
    [InlineData("""{"name":"a","thresholds":{"temperature":{"min":10,"max":20,"hysteresis":5}}}""", "thresholds.temperature")]
    [InlineData("""{"name":"a","thresholds":{"temperature":{"min":10,"for":"P8D"}}}""", "thresholds.temperature")]
    public async Task Create_with_a_fault_blames_the_member(string body, string member)
    {
        using var answer = await PostAsync(body);

        Assert.NotEmpty(await answer.FaultOfAsync(member));
    }

    [Fact]
    public async Task Create_with_long_texts_blames_each_of_them()
    {
        var request = new CreatePlantRequest(new string('n', 101), new string('s', 201), new string('l', 101));

        var refusal = await Assert.ThrowsAsync<ApiException>(() => _owner.Client.Plants.CreateAsync(request, Cancellation));

        Assert.Equal(["location", "name", "species"], refusal.Problem.Errors!.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Create_with_the_longest_texts_and_any_script_keeps_them()
    {
        var name = string.Concat(Enumerable.Repeat("🌿ж", 33));
        var plant = await _owner.Client.Plants.CreateAsync(new CreatePlantRequest(name, "Монстера", "Küche 2. OG"), Cancellation);

        var again = await _owner.Client.Plants.GetAsync(plant.Id, Cancellation);
        Assert.Equal((name, "Монстера", "Küche 2. OG"), (again.Name, again.Species, again.Location));
    }

    [Fact]
    public async Task Update_changes_what_is_sent_and_clears_what_is_null()
    {
        var request = new CreatePlantRequest("Basil", "Basil", "Kitchen");
        var before = await _owner.Client.Plants.CreateAsync(request, Cancellation);

        using var answer = await _owner.Http.SendJsonAsync(HttpMethod.Patch, $"/plants/{before.Id}", """{"name":"Big basil","location":null}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var after = await _owner.Client.Plants.GetAsync(before.Id, Cancellation);
        Assert.Equal(("Big basil", "Basil", null), (after.Name, after.Species, after.Location));
        Assert.Equal(before.Thresholds, after.Thresholds);
    }

    [Fact]
    public async Task Update_of_thresholds_replaces_them()
    {
        var plant = await _owner.Client.Plants.CreateAsync(new CreatePlantRequest("Basil", "Basil"), Cancellation);
        var one = new Dictionary<string, Threshold>(StringComparer.Ordinal) { ["ph"] = new() { Min = 6, Max = 7 } };

        var changed = await _owner.Client.Plants.UpdateAsync(plant.Id, new UpdatePlantRequest { Thresholds = one }, Cancellation);
        Assert.Equal("ph", Assert.Single(changed.Thresholds).Key);
        var cleared = await _owner.Client.Plants.UpdateAsync(plant.Id, new UpdatePlantRequest { Thresholds = new(null) }, Cancellation);
        Assert.Empty(cleared.Thresholds);
        Assert.Empty((await _owner.Client.Plants.GetAsync(plant.Id, Cancellation)).Thresholds);
    }

    [Theory]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"thresholds":{"temperature":{"min":2,"max":1}}}""", "thresholds.temperature")]
    public async Task Update_with_a_fault_blames_the_member_and_changes_nothing(string body, string member)
    {
        var plant = await _owner.AddPlantAsync();
        using var answer = await _owner.Http.SendJsonAsync(HttpMethod.Patch, $"/plants/{plant.Id}", body);

        Assert.NotEmpty(await answer.FaultOfAsync(member));
        Assert.Equal(plant.Name, (await _owner.Client.Plants.GetAsync(plant.Id, Cancellation)).Name);
    }

    [Fact]
    public async Task List_leaves_archived_plants_out_until_asked()
    {
        var kept = await _owner.AddPlantAsync("Kept");
        var archived = await _owner.AddPlantAsync("Archived");
        await _owner.Client.Plants.UpdateAsync(archived.Id, new UpdatePlantRequest { Active = false }, Cancellation);

        Assert.Equal([kept.Id], await IdsAsync("/plants"));
        Assert.Equal([kept.Id], await IdsAsync("/plants?active=true"));
        Assert.Equal([archived.Id], await IdsAsync("/plants?active=false"));
        Assert.Equal([archived.Id, kept.Id], await IdsAsync("/plants?active=any"));
    }

    [Theory]
    [InlineData("active=maybe", "active")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("cursor=%20", "cursor")]
    [InlineData("cursor=YQ", "cursor")]
    public async Task List_with_a_fault_blames_the_parameter(string query, string parameter)
    {
        using var answer = await _owner.Http.GetAsync($"/plants?{query}", Cancellation);

        Assert.NotEmpty(await answer.FaultOfAsync(parameter));
    }

    [Fact]
    public async Task List_by_pages_gives_each_plant_once_and_in_order()
    {
        foreach (var name in new[] { "Mint", "basil", "Basil", "Basil", "Basil", "Žito", "Basil", "Aloe" })
        {
            await _owner.AddPlantAsync(name);
        }

        var whole = await _owner.Client.Plants.ListAsync(cancellationToken: Cancellation);
        Assert.Equal(8, whole.Data.Count);
        Assert.Null(whole.Next);
        for (var limit = 1; limit <= 8; limit++)
        {
            var pages = new List<PlantResponse>();
            string? cursor = null;
            do
            {
                var page = await _owner.Client.Plants.ListAsync(limit, cursor, cancellationToken: Cancellation);
                Assert.InRange(page.Data.Count, 1, limit);
                pages.AddRange(page.Data);
                cursor = page.Next;
            }
            while (cursor is not null);

            Assert.Equal(whole.Data.Select(plant => plant.Id), pages.Select(plant => plant.Id));
        }
    }

    [Fact]
    public async Task Delete_erases_its_readings_and_takes_its_devices_out()
    {
        var (gone, kept) = (await _owner.AddPlantAsync("Gone"), await _owner.AddPlantAsync("Kept"));
        var single = await _owner.AddDeviceAsync(gone.Id);
        var several = await _owner.Client.Devices.CreateAsync(
            new CreateDeviceRequest(Config: new DeviceConfig
            {
                Channels = new Dictionary<string, Channel>(StringComparer.Ordinal)
                {
                    ["probe_1"] = new(gone.Id, KnownMetrics.SoilMoisture.Name),
                    ["probe_2"] = new(kept.Id, KnownMetrics.SoilMoisture.Name),
                },
            }),
            Cancellation);
        using (var first = await _owner.SubmitAsync(single.DeviceId, single.Secret, """{"temperature":21}"""))
        using (var second = await _owner.SubmitAsync(several.DeviceId, several.Secret, """{"probe_1":40,"probe_2":50}"""))
        {
            Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, second.StatusCode));
        }

        await _owner.Client.Plants.DeleteAsync(gone.Id, Cancellation);

        var refusal = await Assert.ThrowsAsync<ApiException>(() => _owner.Client.Plants.GetAsync(gone.Id, Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, refusal.Status);
        Assert.Equal(kept.Id, Assert.Single(await _owner.Client.Data.GetLatestAsync(cancellationToken: Cancellation)).PlantId);
        Assert.Null((await _owner.Client.Devices.GetAsync(single.DeviceId, Cancellation)).PlantId);
        var channels = (await _owner.Client.Devices.GetAsync(several.DeviceId, Cancellation)).Config.Channels!;
        Assert.Equal(kept.Id, Assert.Single(channels).Value.PlantId);

        // What is left can still be changed.
        await _owner.Client.Devices.UpdateAsync(several.DeviceId, new UpdateDeviceRequest { Name = "Left" }, Cancellation);
    }

    [Fact]
    public async Task Update_of_the_name_shows_in_what_was_measured_before()
    {
        var plant = await _owner.AddPlantAsync("Old name");
        var device = await _owner.AddDeviceAsync(plant.Id);
        using (var sent = await _owner.SubmitAsync(device.DeviceId, device.Secret, """{"temperature":21}"""))
        {
            Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        }

        await _owner.Client.Plants.UpdateAsync(plant.Id, new UpdatePlantRequest { Name = "New name" }, Cancellation);

        Assert.Equal("New name", Assert.Single(await _owner.Client.Data.GetLatestAsync(plant.Id, Cancellation)).PlantName);
    }

    private Task<HttpResponseMessage> PostAsync(string body) => _owner.Http.SendJsonAsync(HttpMethod.Post, "/plants", body);

    private async Task<Guid[]> IdsAsync(string path)
    {
        using var answer = await _owner.Http.GetAsync(path, Cancellation);
        return [.. (await answer.JsonAsync()).GetProperty("data").EnumerateArray().Select(plant => plant.GetProperty("id").GetGuid())];
    }
}
