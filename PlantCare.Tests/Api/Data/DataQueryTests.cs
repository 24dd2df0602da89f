using System.Globalization;
using System.Net;
using System.Text.Json;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;

namespace PlantCare.Tests.Api.Data;

/// <summary>GET /data: what is asked, what is answered, page after page.</summary>
[Collection(ApiTests.Name)]
public sealed class DataQueryTests(ApiFixture api) : IAsyncLifetime
{
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow().AddMinutes(-50);
    private ApiCaller _owner = null!;
    private PlantResponse _plant = null!;
    private DeviceWithSecretResponse _device = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _owner = await api.Host.RegisterAsync();
        _plant = await _owner.AddPlantAsync("Basil");
        _device = await _owner.AddDeviceAsync(_plant.Id);
    }

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Read_gives_the_promised_rows_in_order()
    {
        await SubmitAsync(0, """ "temperature":21.5,"lighting":"ON" """);
        await SubmitAsync(1, """ "watering":true """);

        var answer = await JsonAsync("/data");

        Assert.Equal(["count", "data"], answer.Names());
        Assert.Equal(3, answer.GetProperty("count").GetInt32());
        var rows = answer.GetProperty("data").EnumerateArray().ToList();
        Assert.All(rows, row =>
        {
            Assert.Equal(["device_id", "field", "location", "plant_id", "plant_name", "time", "user_id", "value"], row.Names());
            Assert.Equal(
                (_plant.Id, _owner.Me.Id, _device.DeviceId, "Basil"),
                (row.GetProperty("plant_id").GetGuid(), row.GetProperty("user_id").GetGuid(), Text(row, "device_id"), Text(row, "plant_name")));
        });
        Assert.Equal(["lighting", "temperature", "watering"], rows.Select(row => Text(row, "field")));
        Assert.Equal(["\"ON\"", "21.5", "true"], rows.Select(row => row.GetProperty("value").GetRawText()));
        Assert.EndsWith("Z", Text(rows[0], "time"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_narrows_by_field_time_order_and_device()
    {
        var other = await _owner.AddDeviceAsync(_plant.Id);
        for (var minute = 0; minute < 5; minute++)
        {
            await SubmitAsync(minute, $" \"temperature\":{minute},\"humidity\":50 ");
        }

        using var stored = await _owner.SubmitAsync(other.DeviceId, other.Secret, Payload(2, " \"temperature\":39 "));
        Assert.Equal(HttpStatusCode.Accepted, stored.StatusCode);

        Assert.Equal([0, 1, 2, 3, 4, 39], (await ValuesAsync("/data?field=temperature")).Order());
        await AssertValuesAsync([39], $"/data?device_id={other.DeviceId}");
        await AssertValuesAsync([4, 3], $"/data?field=temperature&order=desc&limit=2&device_id={_device.DeviceId}");
        await AssertValuesAsync([1, 2], $"/data?field=temperature&device_id={_device.DeviceId}&start_time={At(1)}&end_time={At(3)}");
        await AssertValuesAsync([4], $"/data?field=temperature&start_time={At(4)}&end_time=now()");
        Assert.Empty(await ValuesAsync("/data?start_time=-30s"));
        Assert.Empty(await ValuesAsync("/data?field=soil_moisture"));
    }

    [Theory]
    [InlineData("start_time=yesterday", "start_time", "now()")]
    [InlineData("end_time=1h", "end_time", "-15m")]
    [InlineData("start_time=now()&end_time=-1h", "start_time", "before end_time")]
    [InlineData("limit=0", "limit", "10000")]
    [InlineData("limit=10001", "limit", "10000")]
    [InlineData("order=up", "order", "desc")]
    [InlineData("field=Soil%20Moisture", "field", "soil_moisture")]
    [InlineData("format=xml", "format", "csv")]
    [InlineData("cursor=made-up", "cursor", "next")]
    public async Task Read_with_what_cannot_be_read_is_told_what_can(string query, string parameter, string expected)
    {
        using var answer = await _owner.Http.GetAsync("/data?" + query, Cancellation);

        Assert.Contains(expected, await answer.FaultOfAsync(parameter), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task Read_page_by_page_gives_everything_once_while_more_arrives(string order)
    {
        // Two devices say three things at the same moments, so that a page ends in the middle of one.
        var other = await _owner.AddDeviceAsync(_plant.Id);
        for (var minute = 0; minute < 6; minute++)
        {
            var payload = Payload(minute, " \"temperature\":1,\"humidity\":2,\"light\":3 ");
            (await _owner.SubmitAsync(_device.DeviceId, _device.Secret, payload)).Dispose();
            (await _owner.SubmitAsync(other.DeviceId, other.Secret, payload)).Dispose();
        }

        var seen = new List<(string Time, string Device, string Field)>();
        var path = $"/data?limit=7&order={order}&start_time={At(-1)}&end_time={At(6)}";
        for (string? next = ""; next is not null;)
        {
            var page = await JsonAsync(next.Length == 0 ? path : $"{path}&cursor={Uri.EscapeDataString(next)}");
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(row => (Text(row, "time"), Text(row, "device_id"), Text(row, "field"))));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;

            // Neither before nor behind the range: it moves no page.
            await SubmitAsync(30, $" \"temperature\":{seen.Count} ");
        }

        Assert.Equal(36, seen.Count);
        Assert.Equal(36, seen.Distinct().Count());
        var times = seen.Select(row => row.Time).ToList();
        Assert.Equal(order == "asc" ? times.Order(StringComparer.Ordinal) : times.OrderDescending(StringComparer.Ordinal), times);
    }

    [Fact]
    public async Task Read_of_somebody_else_is_for_administrators()
    {
        await SubmitAsync(0, """ "temperature":21.5 """);
        using var stranger = await api.Host.RegisterAsync();

        foreach (var path in (string[])["/data", "/data/latest", "/data/aggregated"])
        {
            using var refused = await stranger.Http.GetAsync($"{path}?user_id={_owner.Me.Id}", Cancellation);
            await refused.ProblemAsync(HttpStatusCode.NotFound);
            using var unknown = await api.Administrator.Http.GetAsync($"{path}?user_id={Guid.CreateVersion7()}", Cancellation);
            await unknown.ProblemAsync(HttpStatusCode.NotFound);
            using var allowed = await api.Administrator.Http.GetAsync($"{path}?user_id={_owner.Me.Id}", Cancellation);
            Assert.Equal(1, (await allowed.JsonAsync()).GetProperty("data").GetArrayLength());
            using var own = await _owner.Http.GetAsync($"{path}?user_id={_owner.Me.Id}", Cancellation);
            Assert.Equal(1, (await own.JsonAsync()).GetProperty("data").GetArrayLength());
        }
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private string At(int minute) => _start.AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string Payload(int minute, string members) => $$"""{ {{members}}, "timestamp":"{{At(minute)}}" }""";

    private async Task SubmitAsync(int minute, string members)
    {
        using var answer = await _owner.SubmitAsync(_device.DeviceId, _device.Secret, Payload(minute, members));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task<JsonElement> JsonAsync(string path)
    {
        using var answer = await _owner.Http.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    private async Task AssertValuesAsync(double[] expected, string path) => Assert.Equal(expected, await ValuesAsync(path));

    private async Task<double[]> ValuesAsync(string path) =>
        [.. (await JsonAsync(path)).GetProperty("data").EnumerateArray().Select(row => row.GetProperty("value").GetDouble())];
}
