using PlantCare.Benchmarks.Ingest;
using PlantCare.Benchmarks.Reporting;
using PlantCare.Tests.Distributed;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Benchmarks.Distributed;

/// <summary>
/// Readings at QoS 1 through Mosquitto and Ingest into InfluxDB, beside a bare subscriber that the same clients publish to through a broker
/// of the same kind. Everything runs on this machine and so shares its processors: the clients, two brokers of which one is idle, and
/// the servers. The clock runs from the first publish until the last message was acknowledged by the subscriber, which in Ingest's case is
/// when its reading was durable.
/// </summary>
internal static class DistributedBenchmark
{
    private const int Connections = 100;
    private const int WarmUp = 60_000;
    private const int Readings = 150_000;
    private const int Rounds = 3;
    private const string MessagesTaken = "plantcare_ingest_messages_total";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(Report report)
    {
        Report.Heading($"Mosquitto to InfluxDB: {Readings:N0} readings at QoS 1 from {Connections} connections, best of {Rounds}");

        // step 1: two brokers with the same devices; Ingest listens at one, the yardstick at the other
        await using var edition = await DistributedEdition.StartAsync(CancellationToken.None);
        using var owner = await BenchOwner.RegisterAsync(edition.Api.Address);
        var devices = await owner.AddDevicesAsync(Connections);
        await using var twin = await edition.Broker.StartTwinAsync();
        await using var yardstick = await BareSubscriber.StartAsync(twin.ConnectionString);
        var ingest = await edition.StartIngestAsync("bench", group: null, CancellationToken.None);
        await edition.BecomesHealthyAsync(CancellationToken.None);

        // step 2: in turn, the best of each
        await using var toYardstick = await MqttLoad.ConnectAsync(twin.Port, devices);
        await using var toIngest = await MqttLoad.ConnectAsync(edition.Broker.Port, devices);
        await ToYardstickAsync(WarmUp);
        await ToIngestAsync(WarmUp);
        var (bare, stored) = (default(LoadResult), default(LoadResult));
        for (var round = 0; round < Rounds; round++)
        {
            bare = LoadResult.Better(bare, await ToYardstickAsync(Readings));
            stored = LoadResult.Better(stored, await ToIngestAsync(Readings));
        }

        report.Figure("distributed_bare_per_second", "bare subscriber", bare.PerSecond, "readings/s");
        report.Figure("distributed_bare_cpu_us_per_reading", "bare subscriber, CPU", bare.ServerCpu.TotalMicroseconds, "µs/reading");
        report.Figure("distributed_per_second", "Ingest, acknowledged when durable", stored.PerSecond, "readings/s");
        report.Figure("distributed_cpu_us_per_reading", "Ingest, CPU", stored.ServerCpu.TotalMicroseconds, "µs/reading");
        report.Target("distributed_ratio", "Ingest / bare subscriber", stored.PerSecond / bare.PerSecond, "", 0.8, atLeast: true);
        report.Target(
            "distributed_added_cpu_us", "CPU that Ingest adds", (stored.ServerCpu - bare.ServerCpu).TotalMicroseconds, "µs/reading", 40, atLeast: false);

        async Task<LoadResult> ToYardstickAsync(int count)
        {
            var before = await yardstick.CountAsync();
            return await toYardstick.PublishAsync(count, yardstick.Process, () => ReachesAsync(async () => await yardstick.CountAsync(), before + count));
        }

        async Task<LoadResult> ToIngestAsync(int count)
        {
            var before = await ingest.CountAsync(MessagesTaken, CancellationToken.None);
            return await toIngest.PublishAsync(count, ingest.Process, () => ReachesAsync(() => TakenAsync(ingest), before + count));
        }
    }

    private static Task<double> TakenAsync(ServiceProcess ingest) => ingest.CountAsync(MessagesTaken, CancellationToken.None);

    private static async Task ReachesAsync(Func<Task<double>> count, double wanted)
    {
        while (await count() < wanted)
        {
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
