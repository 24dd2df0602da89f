using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Care;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Live;
using PlantCare.Ingest.Alerts.Silence;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Tests.Storage;

/// <summary>Devices that have fallen silent, by what the database knows of them.</summary>
public abstract partial class RelationalContract
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Silent_device_is_warned_of_once_for_each_of_its_plants_until_it_speaks()
    {
        var owner = await Host.AddUserAsync("ada");
        var (basil, fern) = (RelationalHost.Plant(owner, "Basil"), RelationalHost.Plant(owner, "Fern"));
        var probe = Heard(owner, "probe", Noon.AddMinutes(-21), everySeconds: 300);
        probe.PlantId = basil.Id;
        probe.Config = new DeviceConfig { Channels = new Dictionary<string, Channel>(StringComparer.Ordinal) { ["two"] = new(fern.Id, "soil_moisture") } };
        var patient = Heard(owner, "slow", Noon.AddHours(-20), everySeconds: 6 * 3_600);
        var unlearned = Heard(owner, "new", Noon.AddHours(-20), everySeconds: null);
        (patient.PlantId, unlearned.PlantId) = (basil.Id, basil.Id);
        var disabled = Heard(owner, "disabled", Noon.AddDays(-9), everySeconds: 60);
        var never = RelationalHost.Device(owner, "never");
        (disabled.PlantId, disabled.DisabledAt, never.PlantId) = (basil.Id, Noon, basil.Id);
        await Host.SaveAsync(owner, basil, fern, probe, patient, unlearned, disabled, never);

        var begun = await JudgeAsync(Noon);
        Assert.Equal(
            [("Basil", "probe", AlertKind.Silent, AlertState.Open), ("Fern", "probe", AlertKind.Silent, AlertState.Open)],
            begun.Select(change => (change.PlantName, change.DeviceId, change.Kind, change.State)).Order());
        Assert.Empty(await JudgeAsync(Noon.AddMinutes(1)));

        await HearAsync("probe", Noon.AddMinutes(2));
        var ended = await JudgeAsync(Noon.AddMinutes(3));
        Assert.Equal([AlertState.Resolved, AlertState.Resolved], ended.Select(change => change.State));
        Assert.Equal(begun.Select(change => change.AlertId).Order(), ended.Select(change => change.AlertId).Order());
        Assert.Equal(["slow"], (await JudgeAsync(Noon.AddHours(10.1))).Where(change => change.DeviceId == "slow").Select(change => change.DeviceId));
    }

    [Fact]
    public async Task Silence_that_a_person_has_ended_is_told_again_only_after_the_device_spoke()
    {
        var owner = await Host.AddUserAsync("ada");
        var basil = RelationalHost.Plant(owner, "Basil");
        var probe = Heard(owner, "probe", Noon.AddHours(-1), everySeconds: 60);
        probe.PlantId = basil.Id;
        await Host.SaveAsync(owner, basil, probe);
        Assert.Single(await JudgeAsync(Noon));

        await AsSystemAsync(database => database.Alerts.ExecuteUpdateAsync(
            alert => alert.SetProperty(a => a.State, AlertState.Resolved).SetProperty(a => a.ResolvedBy, "ada"), Cancellation));
        Assert.Empty(await JudgeAsync(Noon.AddHours(1)));

        await HearAsync("probe", Noon.AddHours(2));
        Assert.Empty(await JudgeAsync(Noon.AddHours(2)));
        Assert.Single(await JudgeAsync(Noon.AddHours(3)));
    }

    [Fact]
    public async Task Silence_ends_with_what_made_it_matter()
    {
        var owner = await Host.AddUserAsync("ada");
        string[] names = ["kept", "disabled", "deleted", "moved", "archived"];
        var plants = names.Select(name => RelationalHost.Plant(owner, name)).ToList();
        var devices = names.Select(name => Heard(owner, name, Noon.AddHours(-1), everySeconds: 60)).ToList();
        foreach (var (device, plant) in devices.Zip(plants))
        {
            device.PlantId = plant.Id;
        }

        await Host.SaveAsync(owner, [.. plants, .. devices]);
        Assert.Equal(5, (await JudgeAsync(Noon)).Count);

        await AsSystemAsync(async database =>
        {
            (await database.Devices.SingleAsync(device => device.DeviceId == "disabled", Cancellation)).DisabledAt = Noon;
            database.Remove(await database.Devices.SingleAsync(device => device.DeviceId == "deleted", Cancellation));
            (await database.Devices.SingleAsync(device => device.DeviceId == "moved", Cancellation)).PlantId = null;
            (await database.Plants.SingleAsync(plant => plant.Name == "archived", Cancellation)).Active = false;
            return await database.SaveChangesAsync(Cancellation);
        });

        Assert.Equal(["archived", "deleted", "disabled", "moved"], (await JudgeAsync(Noon.AddMinutes(1))).Select(change => change.DeviceId).Order(StringComparer.Ordinal));
        Assert.Equal("kept", (await AsSystemAsync(database => database.Alerts.SingleAsync(alert => alert.State == AlertState.Open, Cancellation))).DeviceId);
    }

    [Fact]
    public async Task Silence_from_before_anybody_listened_is_given_all_its_time()
    {
        var owner = await Host.AddUserAsync("ada");
        var basil = RelationalHost.Plant(owner, "Basil");
        var devices = Enumerable.Range(0, 20).Select(i => Heard(owner, $"probe-{i}", Noon.AddHours(-5), everySeconds: 60)).ToList();
        devices.ForEach(device => device.PlantId = basil.Id);
        await Host.SaveAsync(owner, [basil, .. devices]);

        Assert.Empty(await JudgeAsync(Noon, since: Noon.AddMinutes(-14)));
        await HearAsync("probe-7", Noon);
        Assert.Equal(19, (await JudgeAsync(Noon.AddMinutes(2), since: Noon.AddMinutes(-14))).Count);
    }

    [Fact]
    public async Task Silent_sensor_behind_a_gateway_that_speaks_is_warned_of_until_it_speaks()
    {
        var owner = await Host.AddUserAsync("ada");
        var plants = new[] { "Basil", "Fern", "Palm", "Rose" }.Select(name => RelationalHost.Plant(owner, name)).ToList();
        var gateway = Heard(owner, "gateway", Noon, everySeconds: null);
        gateway.Config = new DeviceConfig
        {
            Sensors = new Dictionary<string, AdoptedSensor>(StringComparer.Ordinal)
            {
                ["C4:7C:8D:65:B6:63"] = new(plants[0].Id),
                ["Office/Fern"] = new(plants[1].Id),
                ["seldom"] = new(plants[2].Id),
                ["also in the fern"] = new(plants[1].Id),
                ["never heard"] = new(plants[3].Id),
            },
        };
        await Host.SaveAsync(owner, [.. plants, gateway]);
        await Host.SaveAsync(
            owner,
            State("c47c8d65b663", Noon.AddHours(-7), everySeconds: 60),
            State("office/fern", Noon.AddHours(-5), everySeconds: 60),
            State("also in the fern", Noon.AddHours(-6.5), everySeconds: 7_200),
            State("seldom", Noon.AddHours(-20), everySeconds: 6 * 3_600));

        var begun = Assert.Single(await JudgeAsync(Noon));
        Assert.Equal(("Basil", "gateway", AlertKind.Silent, AlertState.Open), (begun.PlantName, begun.DeviceId, begun.Kind, begun.State));
        await HearAsync("gateway", Noon.AddMinutes(50));
        Assert.Empty(await JudgeAsync(Noon.AddMinutes(50)));

        // One of two in a pot is missed too, and what the other says does not end that.
        await HearAsync("gateway", Noon.AddHours(2));
        await HearSensorAsync("c47c8d65b663", Noon.AddHours(2));
        Assert.Equal(
            [("Basil", AlertState.Resolved), ("Fern", AlertState.Open)],
            (await JudgeAsync(Noon.AddHours(2))).Select(change => (change.PlantName, change.State)).Order());
        await HearSensorAsync("also in the fern", Noon.AddHours(2.1));
        await HearAsync("gateway", Noon.AddHours(2.1));
        Assert.Empty(await JudgeAsync(Noon.AddHours(2.1)));
        await HearSensorAsync("office/fern", Noon.AddHours(2.2));
        Assert.Equal([("Fern", AlertState.Resolved)], (await JudgeAsync(Noon.AddHours(2.2))).Select(change => (change.PlantName, change.State)));

        SensorState State(string sensor, DateTimeOffset lastSeen, double everySeconds) => new()
        {
            UserId = owner.Id,
            DeviceRowId = gateway.Id,
            Sensor = sensor,
            LastSeen = lastSeen,
            IntervalSeconds = everySeconds,
        };
    }

    [Fact]
    public async Task Turn_is_one_workers_until_it_runs_out_and_remembers_since_when_anybody_listened()
    {
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Task<SilenceTurn?> TakeAsync(Guid worker, DateTimeOffset now, bool isListening = true) =>
            AsSystemAsync(database => SilenceTurn.TakeAsync(database, worker, isListening, now, Cancellation));

        Assert.Equal(Noon, (await TakeAsync(one, Noon))?.Since);
        Assert.Null(await TakeAsync(two, Noon.AddSeconds(10)));
        Assert.Equal(Noon, (await TakeAsync(one, Noon.AddSeconds(20)))?.Since);

        // The first worker has died, or was restarted: the listening goes on.
        Assert.Equal(Noon, (await TakeAsync(two, Noon.AddSeconds(90)))?.Since);
        Assert.Null(await TakeAsync(one, Noon.AddSeconds(95)));

        // Nobody ran, or nothing could be stored: it begins anew.
        Assert.Equal(Noon.AddHours(2), (await TakeAsync(one, Noon.AddHours(2)))?.Since);
        Assert.Equal(Noon.AddHours(2).AddSeconds(10), (await TakeAsync(one, Noon.AddHours(2).AddSeconds(10), isListening: false))?.Since);
        Assert.Equal(Noon.AddHours(2).AddSeconds(10), (await TakeAsync(one, Noon.AddHours(2).AddSeconds(20)))?.Since);
    }

    private static Device Heard(User owner, string deviceId, DateTimeOffset lastSeen, double? everySeconds)
    {
        var device = RelationalHost.Device(owner, deviceId);
        (device.LastSeen, device.IntervalSeconds) = (lastSeen, everySeconds);
        return device;
    }

    private Task<T> AsSystemAsync<T>(Func<PlantCareContext, Task<T>> work) => Host.AsAsync(tenant => tenant.ActAsSystem(), work);

    private Task<int> HearAsync(string deviceId, DateTimeOffset at) => AsSystemAsync(database => database.Devices
        .Where(device => device.DeviceId == deviceId)
        .ExecuteUpdateAsync(device => device.SetProperty(d => d.LastSeen, at), Cancellation));

    private Task<int> HearSensorAsync(string sensor, DateTimeOffset at) => AsSystemAsync(database => database.SensorStates
        .Where(state => state.Sensor == sensor)
        .ExecuteUpdateAsync(state => state.SetProperty(s => s.LastSeen, at), Cancellation));

    private Task<IReadOnlyList<AlertChanged>> JudgeAsync(DateTimeOffset now, DateTimeOffset? since = null) =>
        AsSystemAsync(database => new SilencePass(database, since ?? DateTimeOffset.UnixEpoch, now).RunAsync(Cancellation));
}
