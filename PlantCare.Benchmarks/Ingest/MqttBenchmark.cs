using System.Diagnostics;
using System.Globalization;
using System.Text;
using MQTTnet;
using MQTTnet.Protocol;
using PlantCare.Benchmarks.Reporting;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Mqtt;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Benchmarks.Ingest;

/// <summary>
/// Readings over MQTT at QoS 1 from a hundred connections into the home edition, beside a bare MQTTnet server that the same clients publish
/// to. Both servers are processes of their own on this machine, and so share its processors with the clients.
/// </summary>
internal static class MqttBenchmark
{
    private const int Connections = 100;
    private const int WarmUp = 240_000;
    private const int Readings = 150_000;
    private const int Rounds = 3;
    private const int SteadyPerSecond = 2_000;
    private const int LatencySamples = 400;

    public static async Task RunAsync(Report report, TimeSpan soak)
    {
        Report.Heading($"MQTT: {Readings:N0} readings at QoS 1 from {Connections} connections, best of {Rounds}");
        using var folder = new BenchFolder();
        await using var home = await StandaloneProcess.StartAsync(Settings(folder));
        using var owner = await BenchOwner.RegisterAsync(home.Api);
        var devices = await owner.AddDevicesAsync(Connections + 1);
        var (bare, stored) = await ThroughputAsync(home, devices.Take(Connections).ToList());
        report.Figure("mqtt_bare_per_second", "bare MQTTnet server", bare.PerSecond, "readings/s");
        report.Figure("mqtt_bare_cpu_us_per_reading", "bare MQTTnet server, CPU", bare.ServerCpu.TotalMicroseconds, "µs/reading");
        report.Figure("mqtt_per_second", "PlantCare, acknowledged when durable", stored.PerSecond, "readings/s");
        report.Figure("mqtt_cpu_us_per_reading", "PlantCare, CPU", stored.ServerCpu.TotalMicroseconds, "µs/reading");
        report.Target("mqtt_ratio", "PlantCare / bare MQTTnet server", stored.PerSecond / bare.PerSecond, "", 0.7, atLeast: true);

        Report.Heading($"Steady load: {SteadyPerSecond:N0} readings/s for {soak.TotalMinutes:0.#} min");
        using var stop = new CancellationTokenSource();
        await using var load = await MqttLoad.ConnectAsync(home.MqttPort, devices.Take(Connections).ToList());
        var steady = load.PublishSteadilyAsync(SteadyPerSecond, stop.Token);
        var memory = WatchMemoryAsync(home.Process, soak);
        await MeasureLatencyAsync(report, home, owner, devices[Connections]);
        var resident = await memory;
        await stop.CancelAsync();
        await steady;

        var third = Math.Max(1, resident.Count / 3);
        report.Figure("soak_resident_first_mb", "resident memory, median of the first third", Median(resident.Take(third)), "MB");
        report.Figure("soak_resident_last_mb", "resident memory, median of the last third", Median(resident.TakeLast(third)), "MB");
        report.Figure("soak_resident_max_mb", "resident memory, largest", resident.Max(), "MB");
        report.Target("soak_growth", "last third / first third", Median(resident.TakeLast(third)) / Median(resident.Take(third)), "", 1.1, atLeast: false);
    }

    private static Dictionary<string, string> Settings(BenchFolder folder)
    {
        var settings = StandaloneProcess.FreePorts(folder.Path);
        settings["Mqtt__MaxMessagesPerSecond"] = "1000000";
        return settings;
    }

    private static async Task<(LoadResult Bare, LoadResult Stored)> ThroughputAsync(StandaloneProcess home, List<MqttSignIn> devices)
    {
        await using var yardstick = await BareBroker.StartAsync();
        await using var toYardstick = await MqttLoad.ConnectAsync(yardstick.Port, devices);
        await using var toHome = await MqttLoad.ConnectAsync(home.MqttPort, devices);
        await toYardstick.PublishAsync(WarmUp, yardstick.Process);
        await toHome.PublishAsync(WarmUp, home.Process);
        var (bare, stored) = (default(LoadResult), default(LoadResult));
        for (var round = 0; round < Rounds; round++)
        {
            bare = LoadResult.Better(bare, await toYardstick.PublishAsync(Readings, yardstick.Process));
            stored = LoadResult.Better(stored, await toHome.PublishAsync(Readings, home.Process));
        }

        return (bare, stored);
    }

    /// <summary>From the moment that a device starts to publish until <c>GET /data</c> shows the reading, asked again and again.</summary>
    private static async Task MeasureLatencyAsync(Report report, StandaloneProcess home, BenchOwner owner, MqttSignIn device)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", home.MqttPort).WithCredentials(device.DeviceId, device.Secret).Build());
        var samples = new List<double>();
        for (var i = 0; i < LatencySamples; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var publish = client.PublishAsync(new MqttApplicationMessage
            {
                Topic = Topics.Readings(device.DeviceId),
                PayloadSegment = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"counter":{{i}}}""")),
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            });
            while (!await IsReadableAsync(owner.Client, device.DeviceId, i))
            {
            }

            samples.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await publish;
        }

        samples.Sort();
        report.Figure("publish_to_readable_p50_ms", "publish to readable over HTTP, p50", samples[samples.Count / 2], "ms");
        report.Figure("publish_to_readable_p99_ms", "publish to readable over HTTP, p99", samples[(int)(samples.Count * 0.99)], "ms");
    }

    private static async Task<bool> IsReadableAsync(PlantCareClient client, string deviceId, int value)
    {
        var newest = await client.Data.ReadAsync(new DataRequest(DeviceId: deviceId, Limit: 1, Descending: true));
        return newest.Data is [var row] && row.Value.TryGetNumber(out var number) && (int)number == value;
    }

    private static async Task<List<double>> WatchMemoryAsync(Process process, TimeSpan duration)
    {
        var samples = new List<double>();
        using var timer = new PeriodicTimer(duration / 60, TimeProvider.System);
        while (samples.Count < 60 && await timer.WaitForNextTickAsync())
        {
            samples.Add(ProcessUsage.Of(process).ResidentMegabytes);
        }

        return samples;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
