using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PlantCare.Benchmarks.Reporting;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Ingest;
using PlantCare.Ingest.Decoding;
using PlantCare.ServiceDefaults;
using PlantCare.Storage;
using PlantCare.Storage.Readings.Sqlite;

namespace PlantCare.Benchmarks.Ingest;

/// <summary>
/// Readings of five metrics through <c>SubmitAsync</c> into SQLite, beside a bare loop that puts the same rows into the same tables with the
/// same durability and does nothing else: no JSON, no ownership, no promises.
/// </summary>
internal static class StoreBenchmark
{
    private const int Readings = 300_000;
    private const int Devices = 100;
    private const int InFlight = 4_000;
    private const int Rounds = 3;

    public static async Task RunAsync(Report report)
    {
        Report.Heading($"Store: {Readings:N0} readings of five metrics from {Devices} devices into SQLite (WAL, synchronous=FULL), best of {Rounds}");
        var payloads = Enumerable.Range(0, Readings).Select(i => Fleet.Payload(i, Devices)).ToArray();
        var (bare, appended, submitted) = (0.0, 0.0, 0.0);

        // Once without the clock: both sides are to be measured as they run for hours, not while the JIT is still at work.
        Bare(payloads, "readings");
        await SubmitAsync(payloads);
        var cpu = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            bare = Math.Max(bare, Bare(payloads, "readings"));
            appended = Math.Max(appended, Bare(payloads, "arrivals"));
            var (rate, used) = await SubmitAsync(payloads);
            submitted = Math.Max(submitted, rate);
            cpu = used < cpu ? used : cpu;
        }

        report.Figure("store_bare_per_second", "bare loop, rows into the history", bare, "readings/s");
        report.Figure("store_append_per_second", "bare loop, rows appended only", appended, "readings/s");
        report.Figure("store_submit_per_second", "SubmitAsync", submitted, "readings/s");
        report.Figure("store_cpu_us_per_reading", "SubmitAsync, CPU (submitters included)", cpu.TotalMicroseconds / Readings, "µs/reading");
        report.Target("store_ratio", "SubmitAsync / bare loop into the history", submitted / bare, "", 0.6, atLeast: true);
        report.Figure("store_append_ratio", "SubmitAsync / bare loop that appends only", submitted / appended, "");
    }

    private static double Bare(byte[][] payloads, string table)
    {
        using var folder = new BenchFolder();
        var rows = Rows(payloads);
        using var database = ReadingsSchema.OpenWriter(folder.File("readings.db"));
        using var insert = database.Prepare(table == "readings"
            ? "INSERT INTO readings (stream_id, time, metrics) VALUES (?1, ?2, ?3)"
            : "INSERT INTO arrivals (stream_id, time, metrics) VALUES (?1, ?2, ?3)");
        using var begin = database.Prepare("BEGIN IMMEDIATE");
        using var commit = database.Prepare("COMMIT");
        var started = Stopwatch.GetTimestamp();
        foreach (var batch in rows.Chunk(new IngestSettings().MaxBatchReadings))
        {
            begin.Run();
            foreach (var (stream, time, metrics) in batch)
            {
                insert.Bind(1, stream).Bind(2, time).BindUtf8(3, metrics).Run();
            }

            commit.Run();
        }

        return rows.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static List<(long Stream, long Time, byte[] Metrics)> Rows(byte[][] payloads)
    {
        using var text = new MetricsText();
        var device = new DeviceIdentity("bench", Guid.Empty, [], new(Guid.Empty, Guid.Empty, "", null), DeviceConfig.Empty, new Dictionary<Guid, Domain.Plants.PlantLabel>());
        var context = new DecodingContext(device, default, new ArrivalClock(), DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        var rows = new List<(long, long, byte[])>(payloads.Length);
        for (var i = 0; i < payloads.Length; i++)
        {
            var reading = ReadingDecoder.Decode(payloads[i], context).Readings[0];
            rows.Add((i % Devices, reading.Time.ToUnixTimeMilliseconds(), text.Write(reading.Measurements).ToArray()));
        }

        return rows;
    }

    private static async Task<(double Rate, TimeSpan Cpu)> SubmitAsync(byte[][] payloads)
    {
        using var folder = new BenchFolder();
        using var host = Build(folder);
        await host.StartAsync();
        var fleet = await Fleet.CreateAsync(host.Services, Devices);
        var intake = host.Services.GetRequiredService<IReadingIntake>();
        var next = -1;
        var cpu = ProcessUsage.Own().Cpu;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < payloads.Length; i = Interlocked.Increment(ref next))
            {
                var device = fleet.Devices[i % Devices];
                var message = new IncomingMessage(device.DeviceId, "bench", payloads[i], TimeProvider.System.GetUtcNow());
                var result = await intake.SubmitAsync(message, CancellationToken.None);
                if (result.Stored != 1)
                {
                    throw new InvalidOperationException(result.Rejections[0].Detail);
                }
            }
        })));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var used = ProcessUsage.Own().Cpu - cpu;
        await host.StopAsync();
        return (payloads.Length / elapsed.TotalSeconds, used);
    }

    private static IHost Build(BenchFolder folder)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:plantcare", (string?)folder.ConnectionString)]);
        builder.AddPlantCareDefaults();
        builder.Services.AddPlantCareStorage(builder.Configuration);
        builder.AddPlantCareIngest();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        return builder.Build();
    }
}
