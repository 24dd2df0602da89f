using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Devices;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Tests.Infrastructure;
using Plant = PlantCare.Storage.Relational.Plants.Plant;

namespace PlantCare.Tests.Ingest;

/// <summary>What becomes of what gateways publish, behind either broker.</summary>
public sealed class GatewayTests : IAsyncLifetime
{
    private const string GatewayName = "greenhouse-gw";
    private const string Mac = "C4:7C:8D:65:B6:63";

    private IngestHost _host = null!;
    private Plant _fern = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await IngestHost.StartAsync();
        await _host.ChangeAsync(context =>
        {
            _fern = new Plant { Name = "Fern", UserId = _host.Owner.Id };
            context.Add(_fern);
            context.Add(new Device
            {
                DeviceId = GatewayName,
                Name = "Greenhouse",
                Type = DeviceType.Gateway,
                UserId = _host.Owner.Id,
                SecretHash = DeviceSecret.Hash(_host.Secret),
                Config = new DeviceConfig
                {
                    Sensors = new Dictionary<string, AdoptedSensor>(StringComparer.Ordinal)
                    {
                        ["c47c8d65b663"] = new(_fern.Id),
                        ["Office/Fern"] = new(_fern.Id),
                        ["balcony/basil"] = new(_host.Basil.Id)
                        {
                            Calibration = new Dictionary<string, Calibration>(StringComparer.Ordinal) { ["soil_moisture"] = new(800, 300) },
                        },
                    },
                },
            });
            return Task.CompletedTask;
        });
    }

    public async ValueTask DisposeAsync()
    {
        _host.Logs.AssertNoErrors();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData($"plantcare/{GatewayName}/home/OMG/BTtoMQTT/C47C8D65B663")]
    [InlineData("home/OMG/BTtoMQTT/C47C8D65B663")]
    public async Task HandleAsync_sensor_with_a_plant_is_stored_for_the_plant_by_the_gateway(string topic)
    {
        var result = await HandleAsync(topic, """{"id":"C4:7C:8D:65:B6:63","moi":"30"}""");

        Assert.Equal(1, result.Stored);
        var value = Assert.Single(await _host.ReadAllAsync());
        Assert.Equal((_fern.Id, GatewayName, "soil_moisture", 30.0), (value.PlantId, value.DeviceId, value.Metric, value.Value.Number));
        Assert.Empty(await UnknownAsync());
    }

    [Fact]
    public async Task HandleAsync_sensors_of_one_plant_do_not_overwrite_each_other()
    {
        var second = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var payload = $$"""{"soil_moisture":40,"last_seen":{{second.ToUnixTimeMilliseconds()}}}""";
        var other = $$"""{"val":30,"ts":{{second.ToUnixTimeMilliseconds()}}}""";

        await HandleAsync("zigbee2mqtt/office/fern", payload);
        await HandleAsync("miflora/status/C47C8D65B663/moisture", other);
        await HandleAsync("miflora/status/C47C8D65B663/moisture", other);

        Assert.Equal([30.0, 40.0], (await _host.ReadAllAsync()).Select(value => value.Value.Number).Order());
    }

    [Fact]
    public async Task HandleAsync_sensors_of_one_plant_in_one_message_do_not_overwrite_each_other()
    {
        await _host.ChangeAsync(async context => (await GatewayAsync(context)).Config = new DeviceConfig
        {
            Sensors = new Dictionary<string, AdoptedSensor>(StringComparer.Ordinal) { ["Flora-6ab577"] = new(_fern.Id), ["Flora-6ab578"] = new(_fern.Id) },
        });

        await HandleAsync("tele/ble/SENSOR", """{"Flora-6ab577":{"Moisture":30},"Flora-6ab578":{"Moisture":31}}""");

        Assert.Equal([30.0, 31.0], (await _host.ReadAllAsync()).Select(value => value.Value.Number).Order());
    }

    [Fact]
    public async Task HandleAsync_raw_counts_become_percent_by_the_sensors_calibration()
    {
        await HandleAsync("balcony/sensor/basil_moisture/state", "550");

        var value = Assert.Single(await _host.ReadAllAsync());
        Assert.Equal((_host.Basil.Id, 50.0), (value.PlantId, value.Value.Number));
    }

    [Fact]
    public async Task HandleAsync_sensor_without_a_plant_is_remembered_and_no_dead_letter()
    {
        var payload = $$"""{"soil_moisture":10,"note":"{{new string('x', 5_000)}}"}""";

        var result = await HandleAsync("zigbee2mqtt/balcony/rose", payload);
        await HandleAsync("zigbee2mqtt/stuck", """{"temperature":1000}""");

        Assert.Equal((0, 0), (result.Stored, result.Rejections.Count));
        await Until.TrueAsync(async () => (await UnknownAsync()).Count == 2, Cancellation);
        var rose = (await UnknownAsync())[0];
        Assert.Equal(("balcony/rose", "zigbee2mqtt", "zigbee2mqtt/balcony/rose"), (rose.Sensor, rose.Dialect, rose.Topic));
        Assert.Equal(payload[..UnknownSensor.MaxPayloadBytes], Encoding.UTF8.GetString(rose.Payload));
        Assert.Empty(await _host.DeadLettersAsync());
        Assert.Empty(await _host.ReadAllAsync());
    }

    [Fact]
    public async Task HandleAsync_sensor_without_a_plant_heard_just_before_the_end_is_remembered()
    {
        await HandleAsync("zigbee2mqtt/first", """{"soil_moisture":10}""");
        await Until.TrueAsync(async () => (await UnknownAsync()).Count == 1, Cancellation);
        await HandleAsync("zigbee2mqtt/last", """{"soil_moisture":10}""");

        await _host.StopAsync();

        Assert.Equal(["first", "last"], (await UnknownAsync()).Select(sensor => sensor.Sensor));
    }

    [Theory]
    [InlineData("zigbee2mqtt/bridge/state", """{"state":"online"}""")]
    [InlineData("zigbee2mqtt/office/fern/set", """{"soil_moisture":10}""")]
    [InlineData("zigbee2mqtt/office/fern/availability", "offline")]
    [InlineData("homeassistant/sensor/fern/config", "{}")]
    [InlineData("home/OMG/BTtoMQTT/607F574C9BC2", """{"id":"60:7F:57:4C:9B:C2","rssi":-78}""")]
    [InlineData($"plantcare/{GatewayName}/zigbee2mqtt/bridge/devices", "[]")]
    public async Task HandleAsync_what_is_about_no_sensor_is_let_pass(string topic, string payload)
    {
        var result = await HandleAsync(topic, payload);
        await HandleAsync("zigbee2mqtt/rose", """{"soil_moisture":10}""");

        Assert.Equal((0, 0), (result.Stored, result.Rejections.Count));
        await Until.TrueAsync(async () => (await UnknownAsync()).Count > 0, Cancellation);
        Assert.Equal("rose", Assert.Single(await UnknownAsync()).Sensor);
        Assert.Empty(await _host.DeadLettersAsync());
    }

    [Fact]
    public async Task HandleAsync_impossible_value_of_a_sensor_with_a_plant_is_a_dead_letter_that_names_it()
    {
        var result = await HandleAsync("zigbee2mqtt/office/fern", """{"soil_moisture":100,"temperature":100}""");

        var rejection = Assert.Single(result.Rejections);
        Assert.Equal(RejectionReason.OutOfRange, rejection.Reason);
        Assert.StartsWith("sensor 'office/fern': temperature is 100", rejection.Detail, StringComparison.Ordinal);
        Assert.Equal("zigbee2mqtt/office/fern", Assert.Single(await _host.DeadLettersAsync()).Topic);
    }

    [Theory]
    [InlineData("{oops", RejectionReason.NotJson)]
    [InlineData("""{"soil_moisture":1,"last_seen":"2020-01-01T00:00:00Z"}""", RejectionReason.TooOld)]
    [InlineData("""{"soil_moisture":1,"last_seen":"2120-01-01T00:00:00Z"}""", RejectionReason.ClockAhead)]
    public async Task HandleAsync_what_cannot_be_stored_says_why(string payload, RejectionReason reason) =>
        Assert.Equal(reason, Assert.Single((await HandleAsync("zigbee2mqtt/office/fern", payload)).Rejections).Reason);

    [Fact]
    public async Task HandleAsync_topic_of_nobody_says_where_to_look()
    {
        var rejection = Assert.Single((await HandleAsync($"plantcare/{GatewayName}/some/where", "1")).Rejections);

        Assert.Equal(RejectionReason.BadTopic, rejection.Reason);
        Assert.Contains("docs/gateways.md", rejection.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandleAsync_what_the_broker_had_kept_is_stored_only_where_it_says_when_it_was()
    {
        var seen = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();

        await HandleAsync("zigbee2mqtt/office/fern", """{"soil_moisture":40}""", isReplay: true);
        await HandleAsync("zigbee2mqtt/office/fern", """{"soil_moisture":1000}""", isReplay: true);
        await HandleAsync("zigbee2mqtt/office/fern", $$"""{"soil_moisture":41,"last_seen":{{seen}}}""", isReplay: true);

        Assert.Equal(41, Assert.Single(await _host.ReadAllAsync()).Value.Number);
        Assert.Empty(await _host.DeadLettersAsync());
    }

    [Fact]
    public async Task HandleAsync_device_that_is_no_gateway_has_no_dialects()
    {
        var result = await HandleAsync($"plantcare/{IngestHost.DeviceName}/zigbee2mqtt/office/fern", """{"soil_moisture":40}""", device: IngestHost.DeviceName);

        Assert.Equal(RejectionReason.BadTopic, Assert.Single(result.Rejections).Reason);
    }

    [Fact]
    public async Task HandleAsync_gateways_own_readings_go_where_those_of_every_device_go()
    {
        await _host.ChangeAsync(async context => (await GatewayAsync(context)).PlantId = _host.Basil.Id);

        await HandleAsync($"plantcare/{GatewayName}/readings", """{"temperature":20}""");
        await HandleAsync($"plantcare/{GatewayName}/plant/sensor", """{"temperature":21}""");

        Assert.All(await _host.ReadAllAsync(), value => Assert.Equal(_host.Basil.Id, value.PlantId));
        Assert.Equal(2, (await _host.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task HandleAsync_gateway_that_only_the_database_knows_yet_is_heard()
    {
        await _host.RenameDeviceUnheardAsync("just-added", GatewayName);

        var result = await HandleAsync("plantcare/just-added/zigbee2mqtt/office/fern", """{"soil_moisture":40}""", device: "just-added");

        Assert.Equal((1, 0), (result.Stored, result.Rejections.Count));
    }

    [Fact]
    public async Task HandleAsync_battery_of_a_sensor_is_not_the_gateways()
    {
        await HandleAsync("zigbee2mqtt/office/fern", """{"battery":5}""");

        await Until.TrueAsync(async () => (await ReadGatewayAsync()).Online == true, Cancellation);
        await _host.StopAsync();
        Assert.Null((await ReadGatewayAsync()).Battery);
    }

    [Fact]
    public async Task HandleAsync_remembers_when_a_sensor_with_a_plant_was_heard_and_how_it_is()
    {
        var before = TimeProvider.System.GetUtcNow();
        await HandleAsync("zigbee2mqtt/OFFICE/fern", """{"soil_moisture":40,"battery":5}""");
        await HandleAsync("zigbee2mqtt/office/fern", """{"soil_moisture":41,"rssi":-71}""");
        await HandleAsync("zigbee2mqtt/office/unknown", """{"soil_moisture":41}""");
        await HandleAsync("balcony/sensor/basil_moisture/state", "nothing that is a number");
        await _host.StopAsync();

        var state = Assert.Single(await _host.Services.GetRequiredService<SystemWork>().RunAsync(
            context => context.SensorStates.AsNoTracking().ToListAsync(Cancellation)));
        Assert.Equal(("office/fern", 5, -71, _host.Owner.Id), (state.Sensor, state.Battery, state.Rssi, state.UserId));
        Assert.InRange(state.LastSeen, before.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());
        Assert.Null(state.IntervalSeconds);
    }

    [Fact]
    public async Task HandleAsync_plant_that_is_gone_makes_its_sensor_unknown_again()
    {
        await _host.ChangeAsync(async context => context.Remove(await context.Plants.SingleAsync(plant => plant.Id == _fern.Id, Cancellation)));

        var result = await HandleAsync($"home/OMG/BTtoMQTT/{Mac}", """{"moi":30}""");

        Assert.Equal((0, 0), (result.Stored, result.Rejections.Count));
    }

    private static Task<Device> GatewayAsync(PlantCareContext context) => context.Devices.SingleAsync(device => device.DeviceId == GatewayName, Cancellation);

    private Task<Device> ReadGatewayAsync() => _host.Services.GetRequiredService<SystemWork>().RunAsync(GatewayAsync);

    private Task<List<GatewaySensor>> UnknownAsync() => _host.Services.GetRequiredService<SystemWork>().RunAsync(
        context => context.GatewaySensors.AsNoTracking().OrderBy(sensor => sensor.Sensor).ToListAsync(Cancellation));

    private async Task<IntakeResult> HandleAsync(string topic, string payload, bool isReplay = false, string device = GatewayName) =>
        await _host.Services.GetRequiredService<IDeviceMessages>().HandleAsync(
            new IncomingMessage(device, topic, Encoding.UTF8.GetBytes(payload), TimeProvider.System.GetUtcNow(), isReplay), Cancellation);
}
