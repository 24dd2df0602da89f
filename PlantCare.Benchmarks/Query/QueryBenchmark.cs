using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using PlantCare.Benchmarks.Ingest;
using PlantCare.Benchmarks.Reporting;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Readings.Influx;
using PlantCare.Tests.Distributed;
using PlantCare.Tests.Servers;

namespace PlantCare.Benchmarks.Query;

/// <summary>
/// What a dashboard asks of Api, on a month of readings in InfluxDB of which a tenth is the caller's, beside the same InfluxQL sent by a bare
/// HttpClient that reads the answer and looks at none of it.
/// </summary>
internal static class QueryBenchmark
{
    private const int Samples = 400;
    private static readonly TimeSpan LatestReach = TimeSpan.FromHours(24);
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(2.5);

    public static async Task RunAsync(Report report, int points)
    {
        Report.Heading($"Queries: {points:N0} stored points, a user with {StoredHistory.PlantsPerOwner} of 1,000 plants");
        await using var edition = await DistributedEdition.StartAsync(CancellationToken.None);
        using var owner = await BenchOwner.RegisterAsync(edition.Api.Address);
        var plants = await owner.AddPlantsAsync(StoredHistory.PlantsPerOwner);
        await WriteAsync(report, edition.Influx, plants, points);
        await RollUpAsync(report, edition.Influx);
        await SettleAsync(edition.Influx);

        using var bare = BareClient(edition.Influx);
        foreach (var question in await QuestionsAsync(edition.Influx, plants))
        {
            await question.MeasureAsync(report, owner.Http, bare);
        }
    }

    private static async Task WriteAsync(Report report, InfluxServer influx, IReadOnlyList<PlantLabel> plants, int points)
    {
        using var store = Store(influx);
        var started = Stopwatch.GetTimestamp();
        await StoredHistory.WriteAsync(store, plants, points);
        report.Figure("query_write_per_second", "the points, written through the store", points / Stopwatch.GetElapsedTime(started).TotalSeconds, "readings/s");
    }

    // A history was rolled up long ago. What was written a moment ago would have to be rolled up again.
    private static async Task RollUpAsync(Report report, InfluxServer influx)
    {
        await Task.Delay(Settled, TimeProvider.System);
        using var store = Store(influx);
        var started = Stopwatch.GetTimestamp();
        while (await store.RollUpAsync(TimeProvider.System.GetUtcNow(), default))
        {
            // A step at a time, without the worker's pauses.
        }

        report.Figure("query_roll_up_s", "all hours rolled up", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
    }

    // InfluxDB still compacts what it was given; a history has been so for long.
    private static async Task SettleAsync(InfluxServer influx)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), TimeProvider.System);
        for (var (quiet, waited) = (0, 0); quiet < 3 && waited < 120; waited++)
        {
            var before = ProcessUsage.Of(influx.Process).Cpu;
            await timer.WaitForNextTickAsync();
            quiet = ProcessUsage.Of(influx.Process).Cpu - before < timer.Period / 20 ? quiet + 1 : 0;
        }
    }

    private static async Task<List<Question>> QuestionsAsync(InfluxServer influx, List<PlantLabel> plants)
    {
        var now = TimeProvider.System.GetUtcNow();
        var all = new ReadingScope(plants[0].UserId);
        var questions = new List<Question>
        {
            new("latest", "latest, 100 plants", [new("data/latest", await RecordAsync(influx, store => store.LatestAsync(all, now - LatestReach, default)))], Samples),
        };
        foreach (var days in (int[])[7, 30])
        {
            var range = new TimeRange(now.AddDays(-days), now);
            var hourly = new List<Variant>();
            foreach (var plant in plants)
            {
                var query = new AggregateQuery(all with { PlantIds = [plant.Id] }, range, TimeSpan.FromHours(1), Metric: null);
                hourly.Add(new($"data/aggregated?plant_id={plant.Id}&window={days}d&every=1h", await RecordAsync(influx, query), await RecordRawAsync(influx, query)));
            }

            questions.Add(new($"aggregated_{days}d", $"{days} days by the hour, a plant", hourly, Samples));
        }

        return questions;
    }

    private static Task<Statements> RecordAsync(InfluxServer influx, AggregateQuery query) =>
        RecordAsync(influx, async store => await store.AggregateAsync(query, default).CountAsync());

    private static async Task<Statements> RecordAsync(InfluxServer influx, Func<InfluxReadingStore, Task> ask)
    {
        var statements = new Statements();
        using var store = Store(influx, statements.Recorder(new SocketsHttpHandler()));
        await store.PingAsync(default);
        statements.Clear();
        await ask(store);
        return statements;
    }

    // The same, had nothing been rolled up.
    private static async Task<Statements> RecordRawAsync(InfluxServer influx, AggregateQuery query)
    {
        var statements = new Statements();
        using var http = new InfluxHttp(InfluxConnection.Parse(influx.ConnectionString), TimeProvider.System, statements.Recorder(new SocketsHttpHandler()));
        await new RawSums(http, new ValuePages(http)).SumAsync(query, InfluxRange.Of(query.Range), default);
        return statements;
    }

    private static InfluxReadingStore Store(InfluxServer influx, HttpMessageHandler? handler = null) =>
        new(InfluxConnection.Parse(influx.ConnectionString), StoredHistory.Retention, TimeProvider.System, NullLoggerFactory.Instance, handler);

    private static HttpClient BareClient(InfluxServer influx)
    {
        var client = new HttpClient { BaseAddress = influx.Endpoint };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{InfluxServer.User}:{InfluxServer.Password}")));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }
}
