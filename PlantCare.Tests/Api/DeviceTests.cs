using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Devices;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Problems;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api;

/// <summary>Devices: adding, changing, listing, secrets, dead letters.</summary>
[Collection(ApiTests.Name)]
public sealed class DeviceTests(ApiFixture api) : IAsyncLifetime
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
    public async Task Create_answers_all_that_the_device_needs_once()
    {
        using var answer = await PostAsync("{}");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var device = await answer.JsonAsync();
        string[] shown = ["battery", "config", "created_at", "device_id", "id", "last_seen", "name", "plant_id", "status", "type", "user_id"];
        Assert.Equal([.. shown.Append("mqtt").Append("secret").Order(StringComparer.Ordinal)], device.Names());
        var deviceId = device.GetProperty("device_id").GetString()!;
        Assert.True(DeviceId.IsValid(deviceId));
        Assert.Equal((deviceId, "sensor", "new"), (Text(device, "name"), Text(device, "type"), Text(device, "status")));
        var mqtt = device.GetProperty("mqtt");
        Assert.Equal(["host", "password", "port", "tls", "topic", "username"], mqtt.Names());
        Assert.Equal(("127.0.0.1", deviceId, $"plantcare/{deviceId}/readings"), (Text(mqtt, "host"), Text(mqtt, "username"), Text(mqtt, "topic")));
        Assert.Equal(Text(device, "secret"), Text(mqtt, "password"));

        using var again = await _owner.Http.GetAsync(answer.Headers.Location, Cancellation);
        Assert.Equal(shown, (await again.JsonAsync()).Names());
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("-abc")]
    [InlineData("Kitchen")]
    [InlineData("kitchen/+")]
    [InlineData("")]
    [InlineData("küche-1")]
    public async Task Create_with_an_impossible_name_on_the_wire_is_refused(string deviceId)
    {
        using var answer = await PostAsync(JsonSerializer.Serialize(new { device_id = deviceId }));

        Assert.NotEmpty(await answer.FaultOfAsync("device_id"));
    }

    [Fact]
    public async Task Create_with_a_taken_name_is_a_conflict_that_does_not_say_whose()
    {
        using var other = await api.Host.RegisterAsync();
        var theirs = await other.AddDeviceAsync();
        var own = await _owner.AddDeviceAsync();

        var details = new List<string>();
        foreach (var taken in new[] { theirs.DeviceId, own.DeviceId })
        {
            using var answer = await PostAsync(JsonSerializer.Serialize(new { device_id = taken }));
            var problem = await answer.ProblemAsync(HttpStatusCode.Conflict);
            details.Add(Text(problem, "detail").Replace(taken, "…", StringComparison.Ordinal));
        }

        Assert.Equal(details[0], details[1]);
        Assert.Equal(own.DeviceId, Assert.Single((await _owner.Client.Devices.ListAsync(cancellationToken: Cancellation)).Data).DeviceId);
    }

    [Fact]
    public async Task Create_with_the_same_name_many_times_at_once_makes_one()
    {
        await using var host = await ApiHost.StartAsync();
        using var caller = await host.RegisterAsync();

        // Whoever comes second learns it from the database, which says so in the log as well.
        host.ExpectedErrors = entry => entry.Category.StartsWith(DbLoggerCategory.Name, StringComparison.Ordinal);
        var body = JsonSerializer.Serialize(new { device_id = DeviceId.Generate() });
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => caller.Http.SendJsonAsync(HttpMethod.Post, "/devices", body)));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Theory]
    [InlineData("""{"name":"a","plant_id":"PLANT"}""", "plant_id")]
    [InlineData("""{"config":{"channels":{"probe_1":{"plant_id":"PLANT","metric":"soil_moisture"}}}}""", "config.channels.probe_1.plant_id")]
    [InlineData("""{"config":{"sensors":{"office/fern":{"plant_id":"PLANT"}}}}""", "config.sensors.office/fern.plant_id")]
    public async Task Create_and_update_with_the_plant_of_another_answer_as_if_there_were_none(string body, string member)
    {
        using var other = await api.Host.RegisterAsync();
        var theirs = await other.AddPlantAsync();
        var own = await _owner.AddDeviceAsync();

        var faults = new List<string>();
        foreach (var plant in new[] { theirs.Id, Guid.CreateVersion7() })
        {
            var text = body.Replace("PLANT", plant.ToString(), StringComparison.Ordinal);
            using var created = await PostAsync(text);
            using var changed = await _owner.Http.SendJsonAsync(HttpMethod.Patch, $"/devices/{own.DeviceId}", text);
            faults.Add(await created.FaultOfAsync(member));
            faults.Add(await changed.FaultOfAsync(member));
        }

        Assert.Single(faults.Distinct(StringComparer.Ordinal));
        Assert.Null((await _owner.Client.Devices.GetAsync(own.DeviceId, Cancellation)).PlantId);
    }

    [Theory]
    [InlineData("""{"type":""}""", "type")]
    [InlineData("""{"name":"a\u0000b"}""", "name")]
    [InlineData("""{"config":{"calibration":{"soil_moisture":{"dry":400,"wet":400}}}}""", "config.calibration.soil_moisture")]
    [InlineData("""{"config":{"calibration":{"soil_moisture":null}}}""", "config.calibration.soil_moisture")]
    [InlineData("""{"config":{"channels":{"probe":null}}}""", "config.channels.probe")]
    [InlineData("""{"config":{"sensors":{"office/fern":null}}}""", "config.sensors.office/fern")]
    [InlineData("""{"config":{"sensors":{"fern":{"plant_id":"01890000-0000-7000-8000-000000000000","calibration":{"soil_moisture":{"dry":1,"wet":1}}}}}}""", "config.sensors.fern")]
    [InlineData("""{"config":{"channels":{"probe":{"plant_id":"01890000-0000-7000-8000-000000000000","metric":"Soil Moisture"}}}}""", "config.channels.probe")]
    public async Task Create_with_a_fault_blames_the_member(string body, string member)
    {
        using var answer = await PostAsync(body);

        Assert.NotEmpty(await answer.FaultOfAsync(member));
    }

    [Fact]
    public async Task Create_keeps_settings_that_mean_nothing_to_it()
    {
        using var created = await PostAsync("""{"config":{"sleep_seconds":300,"leds":["red",{"on":true}],"calibration":{"soil_moisture":{"dry":800,"wet":320}}}}""");
        using var answer = await _owner.Http.GetAsync(created.Headers.Location, Cancellation);

        var config = (await answer.JsonAsync()).GetProperty("config");
        Assert.Equal(300, config.GetProperty("sleep_seconds").GetInt32());
        Assert.Equal("""["red",{"on":true}]""", config.GetProperty("leds").GetRawText());
        Assert.Equal("""{"dry":800,"wet":320}""", config.GetProperty("calibration").GetProperty("soil_moisture").GetRawText());
    }

    [Fact]
    public async Task Update_puts_it_into_a_plant_and_takes_it_out()
    {
        var plant = await _owner.AddPlantAsync();
        var device = await _owner.AddDeviceAsync();

        var inside = await _owner.Client.Devices.UpdateAsync(device.DeviceId, new UpdateDeviceRequest { PlantId = plant.Id, Name = "Pot" }, Cancellation);
        Assert.Equal((plant.Id, "Pot", "sensor"), (inside.PlantId, inside.Name, inside.Type));
        var outside = await _owner.Client.Devices.UpdateAsync(device.DeviceId, new UpdateDeviceRequest { PlantId = new(null) }, Cancellation);
        Assert.Equal((null, "Pot"), (outside.PlantId, outside.Name));
    }

    [Fact]
    public async Task Delete_ends_the_secret_and_keeps_what_was_measured()
    {
        var plant = await _owner.AddPlantAsync();
        var device = await _owner.AddDeviceAsync(plant.Id);
        using (var before = await _owner.SubmitAsync(device.DeviceId, device.Secret, """{"temperature":20}"""))
        {
            Assert.Equal(HttpStatusCode.Accepted, before.StatusCode);
        }

        await _owner.Client.Devices.DeleteAsync(device.DeviceId, Cancellation);

        using var after = await _owner.SubmitAsync(device.DeviceId, device.Secret, """{"temperature":20}""");
        await after.ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Equal(device.DeviceId, Assert.Single(await _owner.Client.Data.GetLatestAsync(plant.Id, Cancellation)).DeviceId);
        var refusal = await Assert.ThrowsAsync<ApiException>(() => _owner.Client.Devices.GetAsync(device.DeviceId, Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, refusal.Status);
    }

    [Fact]
    public async Task Get_after_a_reading_shows_it_online_with_its_battery()
    {
        var plant = await _owner.AddPlantAsync();
        var device = await _owner.AddDeviceAsync(plant.Id);
        using (var sent = await _owner.SubmitAsync(device.DeviceId, device.Secret, """{"temperature":20,"battery":81.5}"""))
        {
            Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        }

        await Until.TrueAsync(async () => (await _owner.Client.Devices.GetAsync(device.DeviceId, Cancellation)).Status == DeviceStatus.Online, Cancellation);
        var seen = await _owner.Client.Devices.GetAsync(device.DeviceId, Cancellation);
        Assert.Equal(81.5, seen.Battery);
        Assert.NotNull(seen.LastSeen);
    }

    [Theory]
    [InlineData(null, null, DeviceStatus.New)]
    [InlineData(true, 0, DeviceStatus.Online)]
    [InlineData(true, 23, DeviceStatus.Online)]
    [InlineData(true, 24, DeviceStatus.Offline)]
    [InlineData(false, 0, DeviceStatus.Offline)]
    [InlineData(null, 1, DeviceStatus.Offline)]
    public void StatusOf_follows_what_was_heard(bool? online, int? hoursAgo, DeviceStatus expected)
    {
        var now = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        var device = new Device
        {
            DeviceId = "pot-1",
            Name = "Pot",
            Type = "sensor",
            SecretHash = [],
            Online = online,
            LastSeen = hoursAgo is { } hours ? now.AddHours(-hours) : null,
        };

        Assert.Equal(expected, DeviceMapping.StatusOf(device, now));
    }

    [Fact]
    public async Task List_by_pages_and_by_plant()
    {
        var plant = await _owner.AddPlantAsync();
        var all = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            all.Add((await _owner.AddDeviceAsync(number < 2 ? plant.Id : null)).DeviceId);
        }

        var pages = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _owner.Client.Devices.ListAsync(limit: 2, cursor: cursor, cancellationToken: Cancellation);
            pages.AddRange(page.Data.Select(device => device.DeviceId));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(all.Order(StringComparer.Ordinal), pages);
        var inPlant = await _owner.Client.Devices.ListAsync(plant.Id, cancellationToken: Cancellation);
        Assert.Equal(all.Take(2).Order(StringComparer.Ordinal), inPlant.Data.Select(device => device.DeviceId));
    }

    [Fact]
    public async Task ListDeadLetters_shows_what_could_not_be_stored_and_why_newest_first()
    {
        var plant = await _owner.AddPlantAsync();
        var device = await _owner.AddDeviceAsync(plant.Id);
        foreach (var payload in new[] { "not JSON", """{"temperature":900}""", """{"note":{}}""" })
        {
            using var sent = await _owner.SubmitAsync(device.DeviceId, device.Secret, payload);
            await sent.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        }

        var first = await _owner.Client.Devices.ListDeadLettersAsync(device.DeviceId, limit: 2, cancellationToken: Cancellation);
        var second = await _owner.Client.Devices.ListDeadLettersAsync(device.DeviceId, limit: 2, first.Next, Cancellation);

        Assert.Null(second.Next);
        Assert.Equal(["""{"note":{}}""", """{"temperature":900}""", "not JSON"], first.Data.Concat(second.Data).Select(letter => letter.Payload));
        var oldest = Assert.Single(second.Data);
        Assert.Equal((device.DeviceId, "http", RejectionReason.NotJson), (oldest.DeviceId, oldest.Topic, oldest.Reason));
        Assert.NotEmpty(oldest.Detail);
    }

    [Fact]
    public async Task ListDeadLetters_of_a_name_that_was_anothers_shows_none_of_theirs()
    {
        using var other = await api.Host.RegisterAsync();
        var theirs = await other.AddDeviceAsync();
        using (var sent = await other.SubmitAsync(theirs.DeviceId, theirs.Secret, "their secret words"))
        {
            await sent.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        }

        await other.Client.Devices.DeleteAsync(theirs.DeviceId, Cancellation);
        await _owner.AddDeviceAsync(deviceId: theirs.DeviceId);

        Assert.Empty((await _owner.Client.Devices.ListDeadLettersAsync(theirs.DeviceId, cancellationToken: Cancellation)).Data);
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;

    private Task<HttpResponseMessage> PostAsync(string body) => _owner.Http.SendJsonAsync(HttpMethod.Post, "/devices", body);
}
