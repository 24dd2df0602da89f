using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Ingest;
using PlantCare.Storage.Readings.Influx;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;
using PlantCare.Tests.Web.Session;

namespace PlantCare.Tests.Storage;

/// <summary>Hours that were rolled up say what their readings say, whatever comes after.</summary>
public sealed class InfluxRollUpTests(SharedInfluxServer shared) : IClassFixture<SharedInfluxServer>, IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly string _database = $"test_{Guid.CreateVersion7():N}";
    private readonly ManualClock _clock = new() { Now = Noon.AddHours(6) };
    private readonly LoggerFactory _loggers = new();
    private readonly PlantLabel _basil = new(Guid.CreateVersion7(), Guid.CreateVersion7(), "Basil", "Kitchen");
    private InfluxReadingStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await shared.GetAsync();
        _store = Open();
        await _store.PingAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _store.Dispose();
        _loggers.Dispose();
        await shared.Server.QueryAsync($"DROP DATABASE \"{_database}\"");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AggregateAsync_says_the_same_before_and_after_hours_were_rolled_up(int seed)
    {
        var random = new Random(seed);
        var history = new RandomHistory(random, _basil.UserId, Noon, hours: 60);
        _clock.Now = Noon.AddHours(60);
        foreach (var batch in history.Readings.Chunk(200))
        {
            await WriteAsync(batch);
        }

        var queries = Enumerable.Range(0, 40).Select(_ => history.Query(random)).ToList();
        var before = new List<List<AggregateWindow>>();
        foreach (var query in queries)
        {
            before.Add(await AskAsync(query));
        }

        await RollUpAsync();

        Assert.Contains(before, windows => windows.Count > 20);
        foreach (var (query, windows) in queries.Zip(before))
        {
            AssertSame(windows, await AskAsync(query));
        }
    }

    [Fact]
    public async Task AggregateAsync_takes_whole_hours_from_their_roll_ups_and_the_rest_from_single_readings()
    {
        await WriteAsync([.. Enumerable.Range(0, 240).Select(minute => Read(Noon.AddMinutes(minute), minute))]);
        await RollUpAsync();
        await shared.Server.QueryAsync("DELETE FROM sensor_readings", _database);

        var windows = await AskAsync(Hourly(Noon.AddMinutes(30), Noon.AddHours(3).AddMinutes(30)));
        var pair = await AskAsync(Hourly(Noon, Noon.AddHours(4)) with { Every = TimeSpan.FromHours(2) });

        // Without the readings, only what was rolled up is left.
        Assert.Equal([Noon.AddHours(1), Noon.AddHours(2)], windows.Select(window => window.Start));
        Assert.Equal(new Aggregate(89.5, 60, 119, 60), windows[0].Metrics["temperature"]);
        Assert.Equal(new Aggregate(59.5, 0, 119, 120), pair[0].Metrics["temperature"]);
        Assert.Empty(await AskAsync(Hourly(Noon, Noon.AddHours(4)) with { Every = TimeSpan.FromMinutes(30) }));
    }

    [Fact]
    public async Task AggregateAsync_shows_a_late_reading_at_once_and_from_the_next_roll_up()
    {
        var fern = _basil with { Id = Guid.CreateVersion7(), Name = "Fern" };
        await WriteAsync(Read(Noon, 10), Read(Noon.AddHours(1), 11), Read(Noon, 1) with { Plant = fern });
        await RollUpAsync();

        _clock.Now += TimeSpan.FromMinutes(2);
        await WriteAsync(Read(Noon.AddMinutes(1), 20));
        var atOnce = await AskAsync(Hourly(Noon, Noon.AddHours(2)));
        await RollUpAsync();
        await shared.Server.QueryAsync("DELETE FROM sensor_readings", _database);
        var rolled = await AskAsync(Hourly(Noon, Noon.AddHours(2)));

        Assert.Equal(
            [new Aggregate(15, 10, 20, 2), new Aggregate(11, 11, 11, 1)],
            atOnce.Where(window => window.PlantId == _basil.Id).Select(window => window.Metrics["temperature"]));
        AssertSame(atOnce, rolled);
    }

    [Fact]
    public async Task AggregateAsync_shows_a_reading_that_came_while_its_hour_was_rolled_up()
    {
        await WriteAsync(Read(Noon, 10));
        await RollUpAsync();

        // Written by a worker whose clock is behind the one that rolled up.
        _clock.Now -= TimeSpan.FromSeconds(40);
        await WriteAsync(Read(Noon.AddMinutes(1), 20));

        Assert.Equal(2, (await AskAsync(Hourly(Noon, Noon.AddHours(1)))).Single().Metrics["temperature"].Count);
    }

    [Fact]
    public async Task AggregateAsync_shows_many_plants_late_readings_in_a_few_steps()
    {
        var plants = Enumerable.Range(0, 40).Select(i => _basil with { Id = Guid.CreateVersion7(), Name = $"Plant {i}" }).ToList();
        await WriteAsync([.. plants.Select(plant => Read(Noon, 10) with { Plant = plant })]);
        await RollUpAsync();
        _clock.Now += TimeSpan.FromMinutes(2);
        await WriteAsync([.. plants.Select(plant => Read(Noon.AddMinutes(1), 20) with { Plant = plant })]);

        Assert.InRange(await RollUpAsync(), 1, 5);
        await shared.Server.QueryAsync("DELETE FROM sensor_readings", _database);

        var windows = await AskAsync(Hourly(Noon, Noon.AddHours(1)));
        Assert.Equal(40, windows.Count);
        Assert.All(windows, window => Assert.Equal(2, window.Metrics["temperature"].Count));
    }

    [Fact]
    public async Task RollUpAsync_again_by_whoever_changes_nothing()
    {
        await WriteAsync([.. Enumerable.Range(0, 300).Select(minute => Read(Noon.AddMinutes(minute), minute))]);
        await RollUpAsync();
        var rows = await shared.Server.QueryAsync("SELECT * FROM sensor_readings_1h", _database);

        var done = await shared.Server.QueryAsync("SELECT * FROM sensor_rollups", _database);

        Assert.Equal(0, await RollUpAsync());
        using var another = Open();
        await RollUpAsync(another);
        Assert.Equal(done, await shared.Server.QueryAsync("SELECT * FROM sensor_rollups", _database));
        await shared.Server.QueryAsync("DROP MEASUREMENT sensor_rollups", _database);
        using var third = Open();
        await RollUpAsync(third);

        Assert.Contains("mean_temperature", rows, StringComparison.Ordinal);
        Assert.Equal(done.Split("],[").Length, (await shared.Server.QueryAsync("SELECT * FROM sensor_rollups", _database)).Split("],[").Length);
        Assert.Equal(rows, await shared.Server.QueryAsync("SELECT * FROM sensor_readings_1h", _database));
    }

    [Fact]
    public async Task RollUpAsync_leaves_alone_what_ended_a_moment_ago_and_comes_back_for_it()
    {
        _clock.Now = Noon.AddHours(1).AddMinutes(9);
        await WriteAsync(Read(Noon, 10), Read(Noon.AddHours(-1), 9));
        await RollUpAsync();
        var early = await shared.Server.QueryAsync("SELECT mean_temperature FROM sensor_readings_1h", _database);
        _clock.Now -= TimeSpan.FromMinutes(4);
        await RollUpAsync();
        var later = await shared.Server.QueryAsync("SELECT mean_temperature FROM sensor_readings_1h", _database);

        Assert.Contains($"[{Noon.AddHours(-1).ToUnixTimeMilliseconds()},9]", early, StringComparison.Ordinal);
        Assert.DoesNotContain(Noon.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), early, StringComparison.Ordinal);
        Assert.Contains($"[{Noon.ToUnixTimeMilliseconds()},10]", later, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RollUpAsync_sum_beyond_all_numbers_costs_nobody_else_their_roll_ups()
    {
        var stranger = _basil with { Id = Guid.CreateVersion7(), UserId = Guid.CreateVersion7() };
        await WriteAsync([.. Enumerable.Range(0, 3).Select(i => Read(Noon.AddMinutes(i), double.MaxValue)), Read(Noon, 7) with { Plant = stranger }]);
        var before = await AskAsync(Hourly(Noon, Noon.AddHours(1)));

        await RollUpAsync();

        AssertSame(before, await AskAsync(Hourly(Noon, Noon.AddHours(1))));
        Assert.Contains($"[{Noon.ToUnixTimeMilliseconds()},7]", await shared.Server.QueryAsync("SELECT mean_temperature FROM sensor_readings_1h", _database), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EraseAsync_takes_roll_ups_and_marks_along()
    {
        var fern = _basil with { Id = Guid.CreateVersion7(), Name = "Fern" };
        await WriteAsync(Read(Noon, 10), Read(Noon, 1) with { Plant = fern });
        await RollUpAsync();

        await _store.EraseAsync(new ReadingScope(_basil.UserId, [_basil.Id]), Cancellation);
        var left = await AskAsync(Hourly(Noon, Noon.AddHours(1)));
        await _store.EraseAsync(new ReadingScope(_basil.UserId), Cancellation);

        Assert.Equal([fern.Id], left.Select(window => window.PlantId));
        Assert.DoesNotContain(_basil.UserId.ToString(), await shared.Server.QueryAsync("SHOW SERIES", _database), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EraseAsync_while_an_hour_is_rolled_up_leaves_nothing_either()
    {
        var stranger = _basil with { Id = Guid.CreateVersion7(), UserId = Guid.CreateVersion7() };
        await WriteAsync(Read(Noon, 10), Read(Noon, 7) with { Plant = stranger });
        using var handler = new BeforeFirstWrite(new SocketsHttpHandler(), () => _store.EraseAsync(new ReadingScope(_basil.UserId), Cancellation));
        using var store = Open(handler);

        await RollUpAsync(store);

        var series = await shared.Server.QueryAsync("SHOW SERIES FROM sensor_readings_1h, sensor_late", _database);
        Assert.True(handler.Happened);
        Assert.DoesNotContain(_basil.UserId.ToString(), series, StringComparison.Ordinal);
        Assert.Contains(stranger.UserId.ToString(), series, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_in_time_leaves_no_mark_and_late_one_for_each_hour()
    {
        await WriteAsync(Read(_clock.Now, 1), Read(_clock.Now.AddHours(-1), 2));
        var inTime = await shared.Server.QueryAsync("SELECT * FROM sensor_late", _database);
        _clock.Now = Noon.AddHours(6).AddMinutes(5).AddMilliseconds(1);
        await WriteAsync(Read(Noon.AddHours(5), 1), Read(Noon.AddHours(5).AddMinutes(1), 1), Read(Noon, 2), Read(Noon.AddHours(6), 3));
        var late = await shared.Server.QueryAsync("SELECT count(at) FROM sensor_late", _database);

        Assert.DoesNotContain("series", inTime, StringComparison.Ordinal);
        Assert.Contains("[0,2]", late, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_mark_that_another_program_keeps_out_refuses_no_reading()
    {
        await shared.Server.WriteAsync(_database, $"sensor_late,user_id=x at=\"text\" {Noon.AddHours(1).ToUnixTimeMilliseconds() - 1}");

        var result = await _store.WriteAsync([Read(Noon, 1), Read(Noon.AddMinutes(1), 2)], Cancellation);

        Assert.True(result.IsStored);
        Assert.Empty(result.Refused);
        Assert.Equal(2, (await AskAsync(Hourly(Noon, Noon.AddHours(1)))).Single().Metrics["temperature"].Count);
    }

    [Fact]
    public async Task WriteAsync_late_reading_that_is_refused_is_the_one_that_is_named()
    {
        await shared.Server.WriteAsync(_database, $"sensor_readings,user_id=x custom=\"text\" {Noon.ToUnixTimeMilliseconds()}");
        var bad = new Reading(_basil, "device-1", Noon.AddSeconds(5), [new Measurement("custom", MetricValue.Of(1.0))]);

        var result = await _store.WriteAsync([Read(Noon, 1), bad, Read(Noon.AddMinutes(1), 2)], Cancellation);

        Assert.Equal([1], result.Refused.Select(refused => refused.Index));
        Assert.Contains("field type conflict", result.Refused[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RollUpWorker_rolls_up_by_itself()
    {
        await WriteAsync(Read(Noon, 10));
        using var worker = new RollUpWorker([_store], new HastyTime { Speed = 1_000 }, NullLogger<RollUpWorker>.Instance);
        await worker.StartAsync(Cancellation);

        await Until.TrueAsync(async () => (await shared.Server.QueryAsync("SELECT * FROM sensor_readings_1h", _database))
            .Contains(_basil.Id.ToString(), StringComparison.Ordinal), Cancellation);

        await worker.StopAsync(Cancellation);
    }

    private static void AssertSame(IReadOnlyList<AggregateWindow> expected, IReadOnlyList<AggregateWindow> actual)
    {
        Assert.Equal(expected.Select(window => (window.Start, window.PlantId)), actual.Select(window => (window.Start, window.PlantId)));
        foreach (var (before, after) in expected.Zip(actual))
        {
            Assert.Equal(before.Metrics.Keys.Order(StringComparer.Ordinal), after.Metrics.Keys.Order(StringComparer.Ordinal));
            foreach (var (metric, aggregate) in before.Metrics)
            {
                var other = after.Metrics[metric];
                Assert.Equal((aggregate.Min, aggregate.Max, aggregate.Count), (other.Min, other.Max, other.Count));
                if (double.IsFinite(aggregate.Mean))
                {
                    // Sums of sums are rounded elsewhere.
                    Assert.InRange(Math.Abs(aggregate.Mean - other.Mean), 0, 1e-9 * Math.Max(1, Math.Abs(aggregate.Mean)));
                }
            }
        }
    }

    private InfluxReadingStore Open(HttpMessageHandler? handler = null) =>
        new(InfluxConnection.Parse($"Endpoint={shared.Server.Endpoint};Bucket={_database}"), retention: null, _clock, _loggers, handler);

    private Task<int> RollUpAsync() => RollUpAsync(_store);

    // Some minutes after what was written last, until nothing is left to do.
    private async Task<int> RollUpAsync(InfluxReadingStore store)
    {
        if (ReferenceEquals(store, _store))
        {
            _clock.Now += TimeSpan.FromMinutes(5);
        }

        var steps = 0;
        while (await store.RollUpAsync(_clock.Now, Cancellation))
        {
            Assert.True(++steps < 1_000);
        }

        return steps;
    }

    private Reading Read(DateTimeOffset time, double temperature) =>
        new(_basil, "device-1", time, [new Measurement("temperature", MetricValue.Of(temperature))]);

    private AggregateQuery Hourly(DateTimeOffset from, DateTimeOffset to) =>
        new(new ReadingScope(_basil.UserId), new TimeRange(from, to), TimeSpan.FromHours(1));

    private async Task<List<AggregateWindow>> AskAsync(AggregateQuery query) =>
        await _store.AggregateAsync(query, Cancellation).ToListAsync(Cancellation);

    private async Task WriteAsync(params Reading[] readings)
    {
        var result = await _store.WriteAsync(readings, Cancellation);
        Assert.True(result.IsStored, result.NotNowBecause);
        Assert.Empty(result.Refused);
    }
}
