using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Problems;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Devices;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Api;

/// <summary>The sensors of a gateway, from the first message of one that nobody knows to its readings in a plant.</summary>
[Collection(ApiTests.Name)]
public sealed class SensorTests(ApiFixture api) : IAsyncLifetime
{
    private const string Fern = "Office/Fern";

    private ApiCaller _owner = null!;
    private DeviceWithSecretResponse _gateway = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _owner = await api.Host.RegisterAsync();
        _gateway = await _owner.Client.Devices.CreateAsync(new CreateDeviceRequest(Type: DeviceType.Gateway), Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _owner.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task List_shows_an_unknown_sensor_with_what_it_said_and_what_was_understood()
    {
        var payload = """{"soil_moisture":42,"temperature":71.6,"temperature_unit":"fahrenheit","linkquality":131}""";
        await SayAsync(Fern, payload);

        var unknown = Assert.Single((await UnknownAsync(1)).Unknown);

        Assert.Equal((Fern, "zigbee2mqtt", $"zigbee2mqtt/{Fern}", payload), (unknown.Sensor, unknown.Dialect, unknown.Topic, unknown.Payload));
        Assert.Equal(unknown.FirstSeen, unknown.LastSeen);
        Assert.Equal(42, unknown.Measurements["soil_moisture"].Number);
        Assert.Equal(22, unknown.Measurements["temperature"].Number, 3);
    }

    [Fact]
    public async Task Adopt_lets_the_next_message_reach_the_plant_and_the_sensor_is_unknown_no_more()
    {
        var plant = await _owner.AddPlantAsync("Fern");
        await SayAsync(Fern, """{"soil_moisture":41}""");
        var unknown = Assert.Single((await UnknownAsync(1)).Unknown);

        var adopted = await _owner.Client.Devices.AdoptSensorAsync(_gateway.DeviceId, new AdoptSensorRequest("office/fern", plant.Id), Cancellation);
        var result = await SayAsync(Fern, """{"soil_moisture":42}""");

        Assert.Equal(("office/fern", plant.Id, "Fern", unknown.LastSeen), (adopted.Sensor, adopted.PlantId, adopted.PlantName, adopted.LastSeen));
        Assert.Equal(1, result.Stored);
        Assert.Equal(42, Assert.Single(await _owner.Client.Data.GetLatestAsync(plant.Id, Cancellation)).Metrics["soil_moisture"].Number);
        var sensors = await _owner.Client.Devices.ListSensorsAsync(_gateway.DeviceId, Cancellation);
        Assert.Equal("office/fern", Assert.Single(sensors.Adopted).Sensor);
        Assert.Empty(sensors.Unknown);
    }

    [Fact]
    public async Task Adopt_again_moves_the_sensor_and_keeps_its_calibration()
    {
        var (first, second) = (await _owner.AddPlantAsync("First"), await _owner.AddPlantAsync("Second"));
        var line = new Dictionary<string, Calibration>(StringComparer.Ordinal) { ["soil_moisture"] = new(800, 300) };
        await _owner.Client.Devices.AdoptSensorAsync(_gateway.DeviceId, new AdoptSensorRequest("c47c8d65b663", first.Id, line), Cancellation);

        var moved = await _owner.Client.Devices.AdoptSensorAsync(_gateway.DeviceId, new AdoptSensorRequest("C4-7C-8D-65-B6-63", second.Id), Cancellation);

        Assert.Equal(("C4:7C:8D:65:B6:63", second.Id), (moved.Sensor, moved.PlantId));
        Assert.Equal(new Calibration(800, 300), moved.Calibration!["soil_moisture"]);
        Assert.Single((await _owner.Client.Devices.ListSensorsAsync(_gateway.DeviceId, Cancellation)).Adopted);
    }

    [Fact]
    public async Task Adopt_into_the_plant_of_another_answers_as_if_there_were_none()
    {
        using var other = await api.Host.RegisterAsync();
        var theirs = await other.AddPlantAsync();

        using var named = await PostAsync($$"""{"sensor":"fern","plant_id":"{{theirs.Id}}"}""");
        using var invented = await PostAsync($$"""{"sensor":"fern","plant_id":"{{Guid.CreateVersion7()}}"}""");

        Assert.Equal(await invented.FaultOfAsync("plant_id"), await named.FaultOfAsync("plant_id"));
        Assert.Empty((await _owner.Client.Devices.ListSensorsAsync(_gateway.DeviceId, Cancellation)).Adopted);
    }

    [Theory]
    [InlineData("""{"plant_id":"PLANT"}""", "sensor")]
    [InlineData("""{"sensor":" ","plant_id":"PLANT"}""", "sensor")]
    [InlineData("""{"sensor":"fern"}""", "plant_id")]
    [InlineData("""{"sensor":"fern","plant_id":"PLANT","calibration":{"soil_moisture":{"dry":1,"wet":1}}}""", "calibration")]
    [InlineData("""{"sensor":"fern","plant_id":"PLANT","calibration":{"soil_moisture":null}}""", "calibration")]
    public async Task Adopt_with_a_fault_blames_the_member(string body, string member)
    {
        var plant = await _owner.AddPlantAsync();

        using var answer = await PostAsync(body.Replace("PLANT", plant.Id.ToString(), StringComparison.Ordinal));

        Assert.NotEmpty(await answer.FaultOfAsync(member));
    }

    [Fact]
    public async Task Adopt_by_a_device_that_is_no_gateway_says_what_to_change()
    {
        var plant = await _owner.AddPlantAsync();
        var device = await _owner.AddDeviceAsync();

        var refusal = await Assert.ThrowsAsync<ApiException>(
            () => _owner.Client.Devices.AdoptSensorAsync(device.DeviceId, new AdoptSensorRequest("fern", plant.Id), Cancellation));

        Assert.Equal(HttpStatusCode.Conflict, refusal.Status);
        Assert.Contains("gateway", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forget_takes_the_sensor_out_of_its_plant_until_it_is_heard_again()
    {
        var plant = await _owner.AddPlantAsync();
        await _owner.Client.Devices.AdoptSensorAsync(_gateway.DeviceId, new AdoptSensorRequest(Fern, plant.Id), Cancellation);

        await _owner.Client.Devices.ForgetSensorAsync(_gateway.DeviceId, "office/FERN", Cancellation);
        var result = await SayAsync(Fern, """{"soil_moisture":42}""");

        Assert.Equal(0, result.Stored);
        Assert.Empty((await UnknownAsync(1)).Adopted);
        await _owner.Client.Devices.ForgetSensorAsync(_gateway.DeviceId, Fern, Cancellation);
        Assert.Empty((await _owner.Client.Devices.ListSensorsAsync(_gateway.DeviceId, Cancellation)).Unknown);
        using var again = await _owner.Http.DeleteAsync(new Uri($"devices/{_gateway.DeviceId}/sensors?sensor=Office%2FFern", UriKind.Relative), Cancellation);
        await again.ProblemAsync(HttpStatusCode.NotFound);
    }

    private async Task<IntakeResult> SayAsync(string sensor, string payload) => await api.Host.Services.GetRequiredService<IDeviceMessages>().HandleAsync(
        new IncomingMessage(_gateway.DeviceId, $"zigbee2mqtt/{sensor}", Encoding.UTF8.GetBytes(payload), TimeProvider.System.GetUtcNow()), Cancellation);

    private async Task<SensorsResponse> UnknownAsync(int count)
    {
        await Until.TrueAsync(
            async () => (await _owner.Client.Devices.ListSensorsAsync(_gateway.DeviceId, Cancellation)).Unknown.Count == count, Cancellation);
        return await _owner.Client.Devices.ListSensorsAsync(_gateway.DeviceId, Cancellation);
    }

    private Task<HttpResponseMessage> PostAsync(string body) => _owner.Http.SendJsonAsync(HttpMethod.Post, $"/devices/{_gateway.DeviceId}/sensors", body);
}
