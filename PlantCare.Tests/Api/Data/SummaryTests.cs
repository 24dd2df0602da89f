using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PlantCare.Contracts.Devices;

namespace PlantCare.Tests.Api.Data;

/// <summary>GET /data/latest, GET /data/aggregated, and all of them as CSV.</summary>
[Collection(ApiTests.Name)]
public sealed class SummaryTests(ApiFixture api) : IAsyncLifetime
{
    private ApiCaller _owner = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync() => _owner = await api.Host.RegisterAsync();

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Latest_leaves_out_what_is_older_than_a_day_and_says_how_old_the_rest_is()
    {
        var device = await AddAsync("Fern");
        await SubmitAsync(device, Now.AddHours(-25), """ "ph":6.5 """);
        await SubmitAsync(device, Now.AddHours(-23), """ "temperature":18,"humidity":40 """);
        await SubmitAsync(device, Now.AddMinutes(-1), """ "temperature":21 """);

        var row = Assert.Single((await JsonAsync("/data/latest")).GetProperty("data").EnumerateArray());

        Assert.Equal((21d, 40d), (row.GetProperty("temperature").GetDouble(), row.GetProperty("humidity").GetDouble()));
        Assert.False(row.TryGetProperty("ph", out _));
        var times = row.GetProperty("times");
        Assert.Equal(row.GetProperty("time").GetString(), times.GetProperty("temperature").GetString());
        Assert.InRange(Now - times.GetProperty("humidity").GetDateTimeOffset(), TimeSpan.FromHours(22.9), TimeSpan.FromHours(23.1));
    }

    [Fact]
    public async Task Latest_has_a_row_for_each_plant_that_said_something()
    {
        await SubmitAsync(await AddAsync("Fern"), Now.AddMinutes(-1), """ "temperature":1 """);
        await SubmitAsync(await AddAsync("Basil"), Now.AddMinutes(-1), """ "temperature":2 """);
        await AddAsync("Silent");

        var rows = (await JsonAsync("/data/latest")).GetProperty("data").EnumerateArray().Select(row => row.GetProperty("plant_name").GetString());

        Assert.Equal(["Basil", "Fern"], rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Aggregated_windows_hold_mean_least_and_greatest()
    {
        var device = await AddAsync("Fern");
        var now = Now.Ticks;
        var hour = new DateTimeOffset(now - (now % TimeSpan.TicksPerHour), TimeSpan.Zero).AddHours(-2);
        await SubmitAsync(device, hour.AddMinutes(1), """ "temperature":10,"lighting":"ON" """);
        await SubmitAsync(device, hour.AddMinutes(2), """ "temperature":20 """);
        await SubmitAsync(device, hour.AddMinutes(59), """ "temperature":60 """);
        await SubmitAsync(device, hour.AddMinutes(61), """ "temperature":5 """);

        var answer = await JsonAsync("/data/aggregated?window=1d&every=1h");

        Assert.Equal(("1d", 2), (answer.GetProperty("window").GetString(), answer.GetProperty("count").GetInt32()));
        var first = answer.GetProperty("data")[0];
        Assert.Equal(["avg_temperature", "max_temperature", "min_temperature", "plant_id", "time", "user_id"], first.Names());
        Assert.Equal(hour, first.GetProperty("time").GetDateTimeOffset());
        Assert.Equal(
            (30d, 10d, 60d),
            (first.GetProperty("avg_temperature").GetDouble(), first.GetProperty("min_temperature").GetDouble(), first.GetProperty("max_temperature").GetDouble()));
    }

    [Fact]
    public async Task Aggregated_without_readings_is_empty()
    {
        var answer = await JsonAsync("/data/aggregated");

        Assert.Equal((0, 0), (answer.GetProperty("count").GetInt32(), answer.GetProperty("data").GetArrayLength()));
    }

    [Theory]
    [InlineData("every=often", "every", "15m")]
    [InlineData("window=long", "window", "7d")]
    [InlineData("window=30d&every=1s", "every", "11000")]
    [InlineData("window=1d&start_time=-2d", "window", "start_time")]
    [InlineData("start_time=now()&end_time=-1d", "start_time", "before end_time")]
    public async Task Aggregated_with_what_cannot_be_read_is_told_what_can(string query, string parameter, string expected)
    {
        using var answer = await _owner.Http.GetAsync("/data/aggregated?" + query, Cancellation);

        Assert.Contains(expected, await answer.FaultOfAsync(parameter), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/data", "time,plant_id,user_id,device_id,plant_name,location,field,value")]
    [InlineData("/data/latest", "time,plant_id,user_id,device_id,plant_name,location,state,temperature")]
    public async Task Csv_quotes_and_holds_no_formula(string path, string header)
    {
        var device = await AddAsync("=1+1, \"größer\" 🌿");
        await SubmitAsync(device, Now.AddMinutes(-1), """ "temperature":-21.5,"state":"@SUM(A1)" """);

        foreach (var accept in (bool[])[true, false])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, accept ? path : path + "?format=csv");
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept ? "text/csv" : "*/*"));
            using var answer = await _owner.Http.SendAsync(request, Cancellation);
            Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.Equal(header, text.Split("\r\n")[0]);
            Assert.Contains(",\"'=1+1, \"\"größer\"\" 🌿\",", text, StringComparison.Ordinal);
            Assert.Contains(",'@SUM(A1)", text, StringComparison.Ordinal);
            Assert.Contains(",-21.5", text, StringComparison.Ordinal);
            Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Csv_of_windows_has_three_columns_for_a_metric()
    {
        await SubmitAsync(await AddAsync("Fern"), Now.AddMinutes(-1), """ "temperature":21.5 """);

        var lines = (await _owner.Http.GetStringAsync("/data/aggregated?format=csv", Cancellation)).Split("\r\n");

        Assert.Equal("time,plant_id,user_id,avg_temperature,min_temperature,max_temperature", lines[0]);
        Assert.EndsWith(",21.5,21.5,21.5", lines[1], StringComparison.Ordinal);
    }

    private async Task<DeviceWithSecretResponse> AddAsync(string plant) => await _owner.AddDeviceAsync((await _owner.AddPlantAsync(plant)).Id);

    private async Task SubmitAsync(DeviceWithSecretResponse device, DateTimeOffset time, string members)
    {
        var timestamp = time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        using var answer = await _owner.SubmitAsync(device.DeviceId, device.Secret, $$"""{ {{members}}, "ts":{{timestamp}} }""");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task<JsonElement> JsonAsync(string path)
    {
        using var answer = await _owner.Http.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }
}
