using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using PlantCare.Contracts.Devices;
using PlantCare.Tests.EndToEnd;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Distributed;

/// <summary>
/// Everything that a reading passes through fails in turn while readings come in, and comes back by itself: what was acknowledged to a device
/// is in InfluxDB once, and nothing was taken for bad.
/// </summary>
public sealed class FailureTests
{
    private const int DeviceCount = 50;
    private const int ReadingsPerDevice = 2_000;
    private const int Readings = DeviceCount * ReadingsPerDevice;
    private const string MessagesTaken = "plantcare_ingest_messages_total";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan InfluxOutage = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_whileEverythingFailsInTurn_isStoredOnceAndEverythingIsWellAgain()
    {
        // step 1: an owner with devices, which begin to send
        await using var edition = await DistributedEdition.StartAsync(Cancellation);
        var worker = await edition.StartIngestAsync("first", group: null, Cancellation);
        using var owner = await HomeOwner.RegisterAsync(edition.Api.Address, cancellationToken: Cancellation);
        var devices = await AddDevicesAsync(owner);
        await edition.BecomesHealthyAsync(Cancellation);
        var stream = SteadyStream.From(edition.Broker.Port, devices, ReadingsPerDevice, Pace, Cancellation);

        // step 2: everything fails and comes back
        worker = await KillIngestAsync(edition, stream, worker);
        await StopInfluxAsync(edition, stream, worker);
        var newcomer = await RestartPostgresAsync(edition, stream, owner);
        await RestartBrokerAsync(edition, stream);
        await StartIngestOnceTooOftenAsync(edition, stream);
        var (one, two) = await HandOverToGroupAsync(edition, stream, worker);
        two = await KillOneOfGroupAsync(edition, stream, two);
        stream.Allow(ReadingsPerDevice);

        // step 3: everything is there, once
        await Task.WhenAll(stream.EndsAsync(Cancellation), newcomer.EndsAsync(Cancellation));
        Assert.Equal(0, stream.Unheard + newcomer.Unheard);
        await Until.TrueAsync(async () => await CountAsync(edition) >= Readings + newcomer.Acknowledged, Cancellation);
        Assert.Equal(Readings + newcomer.Acknowledged, await CountAsync(edition));
        await AssertStoredOnceAsync(edition, devices);
        Assert.Equal("", await edition.Postgres.ExecuteAsync(
            DistributedEdition.Database, "SELECT coalesce(string_agg(DISTINCT reason || ': ' || detail, E'\\n'), '') FROM dead_letters"));

        // step 4: everything is well, without help
        await edition.BecomesHealthyAsync(Cancellation);
        Assert.Equal([edition.Api, edition.Web, one, two], edition.Running);
    }

    private static async Task<ServiceProcess> KillIngestAsync(DistributedEdition edition, SteadyStream stream, ServiceProcess worker)
    {
        await ReachesAsync(stream, 5, mayGoOnTo: 15);
        await worker.KillAsync();
        await ReachesAsync(stream, 10, mayGoOnTo: 15);
        worker = await edition.StartIngestAsync("first", group: null, Cancellation);
        await edition.BecomesHealthyAsync(Cancellation);
        return worker;
    }

    private static async Task StopInfluxAsync(DistributedEdition edition, SteadyStream stream, ServiceProcess worker)
    {
        await ReachesAsync(stream, 15, mayGoOnTo: 40);
        await edition.Influx.StopAsync();
        await Task.WhenAll(
            Task.Delay(InfluxOutage, TimeProvider.System, Cancellation),
            SaysWhatIsAwayAsync(worker, "readings"),
            SaysWhatIsAwayAsync(edition.Api, "readings"));
        await edition.Influx.StartAgainAsync();
        await edition.BecomesHealthyAsync(Cancellation);
    }

    // What a device sends that was added as soon as Api could is not taken for a stranger's by Ingest, which has not heard of it yet.
    private static async Task<SteadyStream> RestartPostgresAsync(DistributedEdition edition, SteadyStream stream, HomeOwner owner)
    {
        await ReachesAsync(stream, 35, mayGoOnTo: 50);
        await edition.Postgres.StopAsync();
        await SaysWhatIsAwayAsync(edition.Api, "database");
        await edition.Postgres.StartAgainAsync();
        var newcomer = SteadyStream.From(edition.Broker.Port, await AddDevicesAsync(owner, 1), 10, Pace, Cancellation).Allow(10);
        await edition.BecomesHealthyAsync(Cancellation);
        return newcomer;
    }

    private static async Task RestartBrokerAsync(DistributedEdition edition, SteadyStream stream)
    {
        await ReachesAsync(stream, 50, mayGoOnTo: 65);
        await edition.Broker.StopAsync();
        await edition.Broker.StartAgainAsync();
        await edition.BecomesHealthyAsync(Cancellation);
    }

    // Under one name they take the connection from each other.
    private static async Task StartIngestOnceTooOftenAsync(DistributedEdition edition, SteadyStream stream)
    {
        await ReachesAsync(stream, 65, mayGoOnTo: 70);
        var twin = await edition.StartIngestAsync("first", group: null, Cancellation);
        await ReachesAsync(stream, 75, mayGoOnTo: 75);
        Assert.Equal(0, await twin.TerminateAsync());
        await edition.BecomesHealthyAsync(Cancellation);
    }

    // As docs/operations.md says.
    private static async Task<(ServiceProcess One, ServiceProcess Two)> HandOverToGroupAsync(
        DistributedEdition edition, SteadyStream stream, ServiceProcess worker)
    {
        var one = await edition.StartIngestAsync("one", "ingest", Cancellation);
        var two = await edition.StartIngestAsync("two", "ingest", Cancellation);
        await ReachesAsync(stream, 76, mayGoOnTo: 85);
        await Until.TrueAsync(async () => await TakenAsync(one) > 0 && await TakenAsync(two) > 0, Cancellation);
        Assert.Equal(0, await worker.TerminateAsync());
        await RemoveSessionAsync(edition, "first");

        var (byOne, byTwo) = (await TakenAsync(one), await TakenAsync(two));
        await ReachesAsync(stream, 90, mayGoOnTo: 90);
        (byOne, byTwo) = (await TakenAsync(one) - byOne, await TakenAsync(two) - byTwo);
        Assert.InRange(byOne / (byOne + byTwo), 0.33, 0.67);
        return (one, two);
    }

    private static async Task<ServiceProcess> KillOneOfGroupAsync(DistributedEdition edition, SteadyStream stream, ServiceProcess two)
    {
        await ReachesAsync(stream, 92, mayGoOnTo: 98);
        await two.KillAsync();
        await ReachesAsync(stream, 95, mayGoOnTo: 98);
        two = await edition.StartIngestAsync("two", "ingest", Cancellation);
        await Until.TrueAsync(async () => await TakenAsync(two) > 0, Cancellation);
        return two;
    }

    private static async Task<List<DeviceWithSecretResponse>> AddDevicesAsync(HomeOwner owner, int count = DeviceCount)
    {
        var devices = new List<DeviceWithSecretResponse>();
        for (var i = 0; i < count; i++)
        {
            devices.Add((await owner.AddPlantWithDeviceAsync($"Plant {i}", Cancellation)).Device);
        }

        return devices;
    }

    // In percent of all.
    private static Task ReachesAsync(SteadyStream stream, int percent, int mayGoOnTo) =>
        stream.Allow(ReadingsPerDevice * mayGoOnTo / 100).ReachesAsync(Readings * percent / 100, Cancellation);

    private static Task SaysWhatIsAwayAsync(ServiceProcess service, string what) => Until.TrueAsync(
        async () => await service.HealthAsync(Cancellation) is (false, var report) && report.Contains(what, StringComparison.Ordinal), Cancellation);

    private static Task<double> TakenAsync(ServiceProcess worker) => worker.CountAsync(MessagesTaken, Cancellation);

    // Using a session once without asking to keep it removes it.
    private static async Task RemoveSessionAsync(DistributedEdition edition, string instance)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder()
                .WithTcpServer("127.0.0.1", edition.Broker.Port)
                .WithProtocolVersion(MqttProtocolVersion.V500)
                .WithClientId($"plantcare-ingest-{instance}")
                .WithCredentials(edition.Broker.Username, edition.Broker.Password)
                .WithCleanStart(true)
                .Build(),
            Cancellation);
        await client.DisconnectAsync(cancellationToken: Cancellation);
    }

    private static async Task<int> CountAsync(DistributedEdition edition)
    {
        // {"results":[{"statement_id":0,"series":[{"name":"sensor_readings","columns":["time","count"],"values":[[0,4711]]}]}]}
        using var answer = JsonDocument.Parse(await edition.Influx.QueryAsync("SELECT count(temperature) FROM sensor_readings", "sensor_data"));
        return answer.RootElement.GetProperty("results")[0].TryGetProperty("series", out var series) ? series[0].GetProperty("values")[0][1].GetInt32() : 0;
    }

    private static async Task AssertStoredOnceAsync(DistributedEdition edition, List<DeviceWithSecretResponse> devices)
    {
        // {"name":"sensor_readings","tags":{"device_id":"d-1",…},"columns":["time","temperature"],"values":[[1767225600000,21.5],…]}
        using var answer = JsonDocument.Parse(await edition.Influx.QueryAsync("SELECT temperature FROM sensor_readings GROUP BY *", "sensor_data"));
        var stored = answer.RootElement.GetProperty("results")[0].GetProperty("series").EnumerateArray()
            .ToLookup(series => series.GetProperty("tags").GetProperty("device_id").GetString(), StringComparer.Ordinal);
        var expected = Enumerable.Range(0, ReadingsPerDevice).Select(i => (SteadyStream.TimeOf(i), SteadyStream.ValueOf(i))).ToList();
        foreach (var device in devices)
        {
            var series = Assert.Single(stored[device.DeviceId]);
            Assert.Equal(expected, series.GetProperty("values").EnumerateArray().Select(row => (row[0].GetInt64(), row[1].GetDouble())));
        }
    }
}
