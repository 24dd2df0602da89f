using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Domain.Devices;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Tests.Storage;

/// <summary>Sensors that gateways speak of and that have no plant.</summary>
public abstract partial class RelationalContract
{
    private static readonly DateTimeOffset FirstHeard = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private IUnknownSensors UnknownSensors => Host.Services.GetRequiredService<IUnknownSensors>();

    [Fact]
    public async Task NoteAsync_sensor_heard_again_has_its_last_message_and_its_first_time()
    {
        var (owner, _) = await AddGatewayAsync();

        await NoteAsync(Heard(owner, "C4:7C:8D:65:B6:63", "first", 0));
        await NoteAsync(Heard(owner, "c47c8d65b663", "second", 60), Heard(owner, "office/fern", "else", 61));
        await NoteAsync(Heard(owner, "C4-7C-8D-65-B6-63", "late", 30));

        var rows = await SensorsAsync(owner);
        Assert.Equal(["C4:7C:8D:65:B6:63 second", "office/fern else"], rows.Select(row => $"{row.Sensor} {Encoding.UTF8.GetString(row.Payload)}"));
        Assert.Equal((FirstHeard, FirstHeard.AddSeconds(60)), (rows[0].FirstSeen, rows[0].LastSeen));
        Assert.Equal(("theengs", "home/x"), (rows[0].Dialect, rows[0].Topic));
    }

    [Fact]
    public async Task NoteAsync_sensor_with_a_plant_is_left_out()
    {
        var (owner, gateway) = await AddGatewayAsync();
        var plant = RelationalHost.Plant(owner, "Fern");
        await Host.SaveAsync(owner, plant);
        await Host.AsAsync(owner, async context =>
        {
            var row = await context.Devices.SingleAsync(device => device.Id == gateway.Id, Cancellation);
            row.Config = new DeviceConfig { Sensors = new Dictionary<string, AdoptedSensor>(StringComparer.Ordinal) { ["c47c8d65b663"] = new(plant.Id) } };
            return await context.SaveChangesAsync(Cancellation);
        });

        await NoteAsync(Heard(owner, "C4:7C:8D:65:B6:63", "x", 0), Heard(owner, "other", "x", 0));

        Assert.Equal("other", Assert.Single(await SensorsAsync(owner)).Sensor);
        Assert.True(Host.Directory.TryFind("gateway-1", out var known));
        Assert.True(known.IsGateway);
        Assert.Equal("Fern", known.ChannelPlants[plant.Id].Name);
    }

    [Fact]
    public async Task NoteAsync_gateway_that_is_gone_or_anothers_is_left_out()
    {
        var (owner, _) = await AddGatewayAsync();
        var other = await Host.AddUserAsync("bob");

        await NoteAsync(Heard(owner, "a", "x", 0) with { GatewayId = "nowhere" }, Heard(other, "b", "x", 0), Heard(owner, "c", "x", 0));

        Assert.Equal("c", Assert.Single(await SensorsAsync(owner)).Sensor);
        Assert.Empty(await SensorsAsync(other));
    }

    [Fact]
    public async Task NoteAsync_beyond_the_bound_forgets_the_oldest()
    {
        var (owner, _) = await AddGatewayAsync();

        await NoteAsync([.. Enumerable.Range(0, IUnknownSensors.MaxPerGateway).Select(i => Heard(owner, $"s{i}", "x", i))]);
        await NoteAsync(Heard(owner, "new", "x", 1_000), Heard(owner, "s0", "x", 1_001));

        var names = (await SensorsAsync(owner)).Select(row => row.Sensor).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(IUnknownSensors.MaxPerGateway, names.Count);
        Assert.Contains("new", names);
        Assert.Contains("s0", names);
        Assert.DoesNotContain("s1", names);
    }

    [Fact]
    public async Task NoteAsync_what_no_database_takes_is_kept_without_it()
    {
        var (owner, _) = await AddGatewayAsync();
        var odd = Heard(owner, "a\0b\ud800", "\0", 0) with { Topic = "t\0" + new string('t', 1_000) };

        await NoteAsync(odd);
        await NoteAsync(odd with { SeenAt = odd.SeenAt.AddSeconds(1) });

        var row = Assert.Single(await SensorsAsync(owner));
        Assert.Equal("a\ufffdb\ufffd", row.Sensor);
        Assert.Equal(GatewaySensor.LongestTopic, row.Topic.Length);
        Assert.Equal([0], row.Payload);
    }

    private static UnknownSensor Heard(User owner, string name, string payload, int seconds) =>
        new("gateway-1", owner.Id, name, "theengs", "home/x", Encoding.UTF8.GetBytes(payload), FirstHeard.AddSeconds(seconds));

    private Task NoteAsync(params UnknownSensor[] sensors) => UnknownSensors.NoteAsync(sensors, Cancellation);

    private Task<List<GatewaySensor>> SensorsAsync(User owner) =>
        Host.AsAsync(owner, context => context.GatewaySensors.AsNoTracking().OrderBy(sensor => sensor.Sensor).ToListAsync(Cancellation));

    private async Task<(User Owner, Device Gateway)> AddGatewayAsync()
    {
        var owner = await Host.AddUserAsync("ada");
        var gateway = RelationalHost.Device(owner, "gateway-1");
        gateway.Type = DeviceType.Gateway;
        await Host.SaveAsync(owner, gateway);
        return (owner, gateway);
    }
}
