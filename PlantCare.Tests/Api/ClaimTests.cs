using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Api.Devices.Factory;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Problems;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Devices;

namespace PlantCare.Tests.Api;

/// <summary>Devices from a factory: made known by administrators, claimed by whoever holds them.</summary>
[Collection(ApiTests.Name)]
public sealed class ClaimTests(ApiFixture api) : IAsyncLifetime
{
    private readonly string _deviceId = "factory-" + RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly string _key = DeviceSecret.Generate();
    private readonly string _code = RandomNumberGenerator.GetString("ABCDEFGHJKMNPQRSTUVWXYZ23456789", 12);
    private ApiCaller _owner = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _owner = await api.Host.RegisterAsync();

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Claim_with_the_code_on_the_label_makes_the_factory_key_the_devices_secret()
    {
        await ImportAsync();
        var plant = await _owner.AddPlantAsync();
        using (var before = await _owner.SubmitAsync(_deviceId, _key, """{"temperature":20}"""))
        {
            await before.ProblemAsync(HttpStatusCode.Unauthorized);
        }

        var label = $"{_code[..4].ToLowerInvariant()}-{_code[4..8]} {_code[8..]}";
        var device = await _owner.Client.Devices.ClaimAsync(new ClaimDeviceRequest(label, plant.Id), Cancellation);

        Assert.Equal((_deviceId, "Pot 2", plant.Id, _owner.Me.Id, DeviceStatus.New), (device.DeviceId, device.Name, device.PlantId, device.UserId, device.Status));
        using var after = await _owner.SubmitAsync(_deviceId, _key, """{"temperature":20}""");
        Assert.Equal(HttpStatusCode.Accepted, after.StatusCode);
        Assert.DoesNotContain(await WaitingAsync(), waiting => waiting.DeviceId == _deviceId);
    }

    [Fact]
    public async Task Claim_of_a_claimed_device_answers_as_a_code_that_is_none()
    {
        await ImportAsync();
        await _owner.Client.Devices.ClaimAsync(new ClaimDeviceRequest(_code, Name: "Mine"), Cancellation);
        using var other = await api.Host.RegisterAsync();

        var details = new List<string?>();
        foreach (var code in new[] { _code, "AAAABBBBCCCC" })
        {
            using var answer = await other.Http.SendJsonAsync(HttpMethod.Post, "/devices/claim", $$"""{"code":"{{code}}"}""");
            details.Add((await answer.ProblemAsync(HttpStatusCode.NotFound)).GetProperty("detail").GetString());
        }

        Assert.Equal(details[0], details[1]);
    }

    [Fact]
    public async Task Claim_by_two_at_once_has_one_winner()
    {
        await using var host = await ApiHost.StartAsync();
        host.ExpectedErrors = entry => entry.Category.StartsWith(DbLoggerCategory.Name, StringComparison.Ordinal);
        using var administrator = await host.RegisterAsync();
        using var other = await host.RegisterAsync();
        using var imported = await PostAsync(administrator, List(), "application/json");
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);

        var answers = await Task.WhenAll(new[] { administrator, other, administrator, other }.Select(
            caller => caller.Http.SendJsonAsync(HttpMethod.Post, "/devices/claim", $$"""{"code":"{{_code}}"}""")));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.NotFound));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Claim_with_too_many_wrong_codes_has_to_wait()
    {
        await ImportAsync();
        for (var i = 0; i < ClaimLimiter.MaxOfAccount; i++)
        {
            using var wrong = await _owner.Http.SendJsonAsync(HttpMethod.Post, "/devices/claim", """{"code":"AAAA-BBBB-CCCC"}""");
            await wrong.ProblemAsync(HttpStatusCode.NotFound);
        }

        using var refused = await _owner.Http.SendJsonAsync(HttpMethod.Post, "/devices/claim", $$"""{"code":"{{_code}}"}""");
        await refused.ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 3_600);
        using var other = await api.Host.RegisterAsync();
        Assert.Equal(_deviceId, (await other.Client.Devices.ClaimAsync(new ClaimDeviceRequest(_code), Cancellation)).DeviceId);
    }

    [Theory]
    [InlineData("""{}""", "code")]
    [InlineData("""{"code":"short"}""", "code")]
    [InlineData("""{"code":"AAAABBBBCCCC","plant_id":"01890000-0000-7000-8000-00000000dead"}""", "plant_id")]
    [InlineData("""{"code":"AAAABBBBCCCC","name":"a\nb"}""", "name")]
    public async Task Claim_with_a_fault_blames_the_member(string body, string member)
    {
        using var answer = await _owner.Http.SendJsonAsync(HttpMethod.Post, "/devices/claim", body);

        Assert.NotEmpty(await answer.FaultOfAsync(member));
    }

    [Fact]
    public async Task Import_of_csv_and_hashes_makes_the_device_known()
    {
        var csv = $"device_id,code_hash,key_hash,model\r\n{_deviceId},{Hex(ClaimCode.Hash(_code))},{Hex(DeviceSecret.Hash(_key))},\"Pot, \"\"deluxe\"\"\"\r\n";
        using var answer = await PostAsync(api.Administrator, csv, "text/csv");
        Assert.Equal(1, (await answer.JsonAsync()).GetProperty("imported").GetInt32());

        var device = await _owner.Client.Devices.ClaimAsync(new ClaimDeviceRequest(_code), Cancellation);

        Assert.Equal("Pot, \"deluxe\"", device.Name);
        using var sent = await _owner.SubmitAsync(_deviceId, _key, """{"temperature":20}""");
        Assert.NotEqual(HttpStatusCode.Unauthorized, sent.StatusCode);
    }

    [Theory]
    [InlineData("""{}""", "body")]
    [InlineData("""[]""", "body")]
    [InlineData("""[{"device_id":"Pot 1","key":"KEY","code":"CODE"}]""", "[0].device_id")]
    [InlineData("""[{"device_id":"ID","key":"short","code":"CODE"}]""", "[0].key")]
    [InlineData("""[{"device_id":"ID","code":"CODE"}]""", "[0].key_hash")]
    [InlineData("""[{"device_id":"ID","key":"KEY","code":"1234"}]""", "[0].code")]
    [InlineData("""[{"device_id":"ID","key":"KEY"}]""", "[0].code_hash")]
    [InlineData("""[{"device_id":"ID","key":"KEY","code":"CODE"},{"device_id":"ID","key":"KEY","code":"CODE2"}]""", "[1].device_id")]
    [InlineData("""[{"device_id":"ID","key":"KEY","code":"CODE"},{"device_id":"ID-2","key":"KEY","code":"CODE"}]""", "[1].code")]
    [InlineData("""[null]""", "[0].device_id")]
    public async Task Import_with_a_fault_blames_the_member_and_keeps_nothing(string body, string member)
    {
        var text = body.Replace("ID", _deviceId, StringComparison.Ordinal).Replace("KEY", _key, StringComparison.Ordinal)
            .Replace("CODE", _code, StringComparison.Ordinal);
        using var answer = await PostAsync(api.Administrator, text, "application/json");

        Assert.NotEmpty(await answer.FaultOfAsync(member));
        Assert.DoesNotContain(await WaitingAsync(), waiting => waiting.DeviceId == _deviceId);
    }

    [Fact]
    public async Task Import_of_a_name_that_somebody_has_is_refused_and_nobody_can_take_the_name_of_one_that_waits()
    {
        await ImportAsync();
        var refusal = await Assert.ThrowsAsync<ApiException>(() => _owner.AddDeviceAsync(deviceId: _deviceId));
        Assert.Equal(HttpStatusCode.Conflict, refusal.Status);

        await _owner.Client.Devices.ClaimAsync(new ClaimDeviceRequest(_code), Cancellation);
        using var again = await PostAsync(api.Administrator, List(), "application/json");
        Assert.NotEmpty(await again.FaultOfAsync("[0].device_id"));
    }

    [Fact]
    public async Task Waiting_and_import_are_for_administrators()
    {
        using var waiting = await _owner.Http.GetAsync(new Uri("devices/waiting", UriKind.Relative), Cancellation);
        await waiting.ProblemAsync(HttpStatusCode.Forbidden);
        using var import = await PostAsync(_owner, List(), "application/json");
        await import.ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Announcement_shows_when_it_was_made_and_what_the_device_says_it_is()
    {
        await ImportAsync();
        Assert.Null((await WaitingAsync()).Single(waiting => waiting.DeviceId == _deviceId).AnnouncedAt);

        await AnnounceAsync($$"""{"device_id":"{{_deviceId}}","model":"Pot 3","firmware":"1.4.0"}""");

        var waiting = (await WaitingAsync()).Single(waiting => waiting.DeviceId == _deviceId);
        Assert.Equal(("Pot 3", "1.4.0"), (waiting.Model, waiting.Firmware));
        Assert.NotNull(waiting.AnnouncedAt);
        Assert.Equal("1.4.0", (await _owner.Client.Devices.ClaimAsync(new ClaimDeviceRequest(_code), Cancellation)).Firmware);
    }

    [Theory]
    [InlineData("""{"device_id":"somebody-else"}""")]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("""{"model":"\ud800"}""")]
    public async Task Announcement_that_does_not_agree_with_the_login_says_nothing(string payload)
    {
        await ImportAsync();

        Assert.Single((await AnnounceAsync(payload)).Rejections);

        Assert.Null((await WaitingAsync()).Single(waiting => waiting.DeviceId == _deviceId).AnnouncedAt);
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    private static async Task<HttpResponseMessage> PostAsync(ApiCaller caller, string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await caller.Http.PostAsync(new Uri("admin/factory-devices", UriKind.Relative), content, Cancellation);
    }

    private string List() => $$"""[{"device_id":"{{_deviceId}}","key":"{{_key}}","code":"{{_code}}","model":"Pot 2"}]""";

    private async Task ImportAsync()
    {
        using var answer = await PostAsync(api.Administrator, List(), "application/json");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task<IReadOnlyList<WaitingDeviceResponse>> WaitingAsync() =>
        (await api.Administrator.Client.Devices.ListWaitingAsync(limit: 500, cancellationToken: Cancellation)).Data;

    private async Task<IntakeResult> AnnounceAsync(string payload) => await api.Host.Services.GetRequiredService<IDeviceMessages>().HandleAsync(
        new IncomingMessage(_deviceId, "plantcare/provision", Encoding.UTF8.GetBytes(payload), TimeProvider.System.GetUtcNow()), Cancellation);
}
