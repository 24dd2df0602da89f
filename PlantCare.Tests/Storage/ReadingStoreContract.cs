using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;

namespace PlantCare.Tests.Storage;

/// <summary>What every readings store must do, whatever it is made of. One class below this one for each store.</summary>
public abstract class ReadingStoreContract : IAsyncLifetime
{
    protected static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly Guid _user = Guid.CreateVersion7();

    private IReadingStore Store { get; set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task ReadAsync_after_a_write_gives_every_value_with_its_type()
    {
        var plant = Plant("Basil");
        await WriteAsync(Read(plant, Noon, ("temperature", 21.5), ("watering", true), ("lighting", "ON"), ("count_of_leaves", 12)));

        var values = await ReadAsync();

        Assert.Equal(
            [("count_of_leaves", MetricValue.Of(12.0)), ("lighting", MetricValue.Of("ON")), ("temperature", MetricValue.Of(21.5)), ("watering", MetricValue.Of(true))],
            values.Select(value => (value.Metric, value.Value)));
        Assert.All(values, value => Assert.Equal((Noon, plant.Id, "device-1"), (value.Time, value.PlantId, value.DeviceId)));
    }

    [Fact]
    public async Task WriteAsync_again_changes_nothing()
    {
        var reading = Read(Plant("Basil"), Noon, ("temperature", 21.5), ("humidity", 60));
        await WriteAsync(reading, reading);
        await WriteAsync(reading);

        Assert.Equal(2, (await ReadAsync()).Count);
        Assert.Equal(1, (await AggregateAsync(TimeSpan.FromHours(1))).Single().Metrics["temperature"].Count);
    }

    [Fact]
    public async Task WriteAsync_same_time_overwrites_a_metric_and_keeps_the_others()
    {
        var plant = Plant("Basil");
        await WriteAsync(Read(plant, Noon, ("temperature", 21.5), ("humidity", 60)));
        await WriteAsync(Read(plant, Noon, ("temperature", 22.5), ("soil_moisture", 40)));

        Assert.Equal(
            [("humidity", 60), ("soil_moisture", 40), ("temperature", 22.5)],
            (await ReadAsync()).Select(value => (value.Metric, value.Value.Number)));
    }

    [Fact]
    public async Task ReadAsync_orders_by_time_then_plant_device_and_metric()
    {
        var (first, second) = (Plant("A"), Plant("B"));
        var written = new List<Reading>();
        foreach (var minute in (int[])[3, 1, 2, 0])
        {
            written.Add(Read(second, Noon.AddMinutes(minute), "device-2", ("humidity", minute), ("temperature", minute)));
            written.Add(Read(first, Noon.AddMinutes(minute), "device-9", ("temperature", minute)));
            written.Add(Read(first, Noon.AddMinutes(minute), "device-1", ("temperature", minute)));
        }

        await WriteAsync([.. written]);
        var values = await ReadAsync();

        Assert.Equal(16, values.Count);
        Assert.Equal(values.OrderBy(value => value.Position), values);
        Assert.Equal(values.AsEnumerable().Reverse(), await ReadAsync(descending: true));
    }

    [Fact]
    public async Task ReadAsync_range_includes_its_start_and_excludes_its_end()
    {
        var plant = Plant("Basil");
        await WriteAsync([.. Enumerable.Range(0, 10).Select(minute => Read(plant, Noon.AddMinutes(minute), ("temperature", minute)))]);

        var values = await ReadAsync(from: Noon.AddMinutes(2), to: Noon.AddMinutes(5));

        Assert.Equal([2, 3, 4], values.Select(value => value.Value.Number));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadAsync_pages_by_position_miss_and_repeat_nothing(bool descending)
    {
        var plants = new[] { Plant("A"), Plant("B") };
        await WriteAsync([.. Enumerable.Range(0, 20).SelectMany(minute => plants.Select(
            plant => Read(plant, Noon.AddMinutes(minute / 2), minute % 2 == 0 ? "device-1" : "device-2", ("humidity", 1), ("temperature", minute))))]);
        var whole = await ReadAsync(descending: descending);

        var paged = new List<StoredValue>();
        while (await ReadAsync(descending: descending, limit: 7, after: paged.Count == 0 ? null : paged[^1].Position) is { Count: > 0 } page)
        {
            Assert.True(page.Count <= 7);
            paged.AddRange(page);
        }

        Assert.Equal(80, whole.Count);
        Assert.Equal(whole, paged);
    }

    [Fact]
    public async Task ReadAsync_metric_filter_leaves_the_others_out()
    {
        await WriteAsync([.. Enumerable.Range(0, 5).Select(i => Read(Plant("Basil"), Noon.AddMinutes(i), ("temperature", i), ("humidity", i)))]);

        Assert.Equal(5, (await ReadAsync(metric: "humidity")).Count);
        Assert.Empty(await ReadAsync(metric: "temp"));
        Assert.Single(await ReadAsync(metric: "humidity", limit: 1));
    }

    [Fact]
    public async Task ReadAsync_scope_shows_only_what_it_names()
    {
        var (mine, other) = (Plant("Mine"), Plant("Other"));
        var stranger = new PlantLabel(Guid.CreateVersion7(), Guid.CreateVersion7(), "Stranger", Location: null);
        await WriteAsync(
            Read(mine, Noon, "device-1", ("temperature", 1)),
            Read(mine, Noon, "device-2", ("temperature", 2)),
            Read(other, Noon, "device-1", ("temperature", 3)),
            Read(stranger, Noon, "device-1", ("temperature", 4)));

        Assert.Equal([1, 2, 3], await Numbers(new ReadingScope(_user)));
        Assert.Equal([1, 2], await Numbers(new ReadingScope(_user, [mine.Id])));
        Assert.Equal([1, 3], await Numbers(new ReadingScope(_user, DeviceId: "device-1")));
        Assert.Equal([1], await Numbers(new ReadingScope(_user, [mine.Id], "device-1")));
        Assert.Empty(await Numbers(new ReadingScope(_user, [])));
        Assert.Empty(await Numbers(new ReadingScope(_user, [stranger.Id])));
        Assert.Empty(await Numbers(new ReadingScope(Guid.CreateVersion7())));

        async Task<List<double>> Numbers(ReadingScope scope) =>
            [.. (await ReadAsync(scope: scope)).Select(value => value.Value.Number).Order()];
    }

    [Fact]
    public async Task AggregateAsync_windows_hold_mean_min_max_and_count()
    {
        var plant = Plant("Basil");
        await WriteAsync([.. Enumerable.Range(0, 120).Select(minute => Read(plant, Noon.AddMinutes(minute), ("temperature", minute), ("lighting", "ON")))]);

        var windows = await AggregateAsync(TimeSpan.FromHours(1));

        Assert.Equal([Noon, Noon.AddHours(1)], windows.Select(window => window.Start));
        Assert.All(windows, window => Assert.Equal(plant.Id, window.PlantId));
        Assert.Equal(new Aggregate(29.5, 0, 59, 60), windows[0].Metrics["temperature"]);
        Assert.Equal(new Aggregate(89.5, 60, 119, 60), windows[1].Metrics["temperature"]);
        Assert.All(windows, window => Assert.DoesNotContain("lighting", window.Metrics.Keys));
    }

    [Fact]
    public async Task AggregateAsync_aligns_windows_to_the_epoch_and_leaves_empty_ones_out()
    {
        var plant = Plant("Basil");
        await WriteAsync(Read(plant, Noon.AddMinutes(7), ("temperature", 1)), Read(plant, Noon.AddMinutes(47), ("temperature", 2)));

        var windows = await AggregateAsync(TimeSpan.FromMinutes(15), from: Noon.AddMinutes(5));

        Assert.Equal([Noon, Noon.AddMinutes(45)], windows.Select(window => window.Start));
    }

    [Fact]
    public async Task AggregateAsync_joins_the_devices_of_a_plant_and_keeps_plants_apart()
    {
        var (first, second) = (Plant("A"), Plant("B"));
        await WriteAsync(
            Read(first, Noon, "device-1", ("temperature", 10)),
            Read(first, Noon, "device-2", ("temperature", 20)),
            Read(second, Noon, "device-3", ("temperature", 90)));

        var windows = await AggregateAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(((Guid[])[first.Id, second.Id]).Order(), windows.Select(window => window.PlantId));
        Assert.Equal(new Aggregate(15, 10, 20, 2), windows.Single(window => window.PlantId == first.Id).Metrics["temperature"]);
    }

    [Fact]
    public async Task AggregateAsync_metric_filter_leaves_the_others_out()
    {
        await WriteAsync(Read(Plant("Basil"), Noon, ("temperature", 1), ("humidity", 2)));

        var windows = await Store.AggregateAsync(
            new AggregateQuery(new ReadingScope(_user), new TimeRange(Noon, Noon.AddHours(1)), TimeSpan.FromHours(1), "humidity"), Cancellation)
            .ToListAsync(Cancellation);

        Assert.Equal(["humidity"], windows.Single().Metrics.Keys);
    }

    [Fact]
    public async Task LatestAsync_gives_each_metrics_newest_value_with_its_own_time()
    {
        var plant = Plant("Basil");
        await WriteAsync(
            Read(plant, Noon, ("temperature", 20), ("battery", 80)),
            Read(plant, Noon.AddMinutes(2), "device-2", ("temperature", 22)),
            Read(plant, Noon.AddMinutes(1), ("temperature", 21)));

        var latest = await LatestAsync(Noon.AddHours(-1));

        Assert.Equal(
            [("battery", 80, Noon, "device-1"), ("temperature", 22, Noon.AddMinutes(2), "device-2")],
            latest.Select(value => (value.Metric, value.Value.Number, value.Time, value.DeviceId)));
    }

    [Fact]
    public async Task LatestAsync_follows_later_writes_and_ignores_older_ones()
    {
        var plant = Plant("Basil");
        await WriteAsync(Read(plant, Noon, ("temperature", 20)));
        Assert.Equal(20, (await LatestAsync(Noon.AddDays(-1))).Single().Value.Number);

        await WriteAsync(Read(plant, Noon.AddMinutes(-5), ("temperature", 15)));
        Assert.Equal(20, (await LatestAsync(Noon.AddDays(-1))).Single().Value.Number);

        await WriteAsync(Read(plant, Noon.AddMinutes(5), ("temperature", 25)));
        Assert.Equal(25, (await LatestAsync(Noon.AddDays(-1))).Single().Value.Number);

        await WriteAsync(Read(plant, Noon.AddMinutes(5), ("temperature", 26)));
        Assert.Equal(26, (await LatestAsync(Noon.AddDays(-1))).Single().Value.Number);
    }

    [Fact]
    public async Task LatestAsync_leaves_out_what_is_too_old()
    {
        var plant = Plant("Basil");
        await WriteAsync(Read(plant, Noon, ("battery", 80)), Read(plant, Noon.AddHours(30), ("temperature", 20)));

        Assert.Equal(["temperature"], (await LatestAsync(Noon.AddHours(6))).Select(value => value.Metric));
        Assert.Equal(["battery", "temperature"], (await LatestAsync(Noon)).Select(value => value.Metric));
        Assert.Equal(["temperature"], (await LatestAsync(Noon.AddMilliseconds(1))).Select(value => value.Metric));
    }

    [Fact]
    public async Task Queries_without_readings_are_empty()
    {
        Assert.Empty(await ReadAsync());
        Assert.Empty(await AggregateAsync(TimeSpan.FromHours(1)));
        Assert.Empty(await LatestAsync(Noon));
        Assert.True((await Store.WriteAsync([], Cancellation)).IsStored);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00.001Z")]
    [InlineData("2024-02-29T23:59:59.999Z")]
    [InlineData("2262-04-11T23:47:16.854Z")]
    public async Task Times_at_the_edges_keep_their_milliseconds(string text)
    {
        var time = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        await WriteAsync(Read(Plant("Basil"), time, ("temperature", 1)));

        var values = await ReadAsync(from: time, to: time.AddMilliseconds(0.5));

        Assert.Equal(time, values.Single().Time);
        Assert.Empty(await ReadAsync(from: time.AddMilliseconds(-0.5), to: time));
    }

    [Theory]
    [InlineData("Größe 🌿 \"quoted\" 'single'")]
    [InlineData("a,b=c d\\ e\\")]
    [InlineData("line\nbreak\ttab")]
    [InlineData("'; DROP TABLE readings; --")]
    [InlineData("$device_id {identifier} %s")]
    public async Task Hostile_names_and_texts_come_back_as_they_were(string text)
    {
        var plant = new PlantLabel(Guid.CreateVersion7(), _user, text, text);
        await WriteAsync(Read(plant, Noon, ("note", text), ("temperature", 1)));

        var values = await ReadAsync(scope: new ReadingScope(_user, [plant.Id]));

        Assert.Equal([MetricValue.Of(text), MetricValue.Of(1.0)], values.Select(value => value.Value));
    }

    [Theory]
    [InlineData(double.MaxValue)]
    [InlineData(-1e-300)]
    [InlineData(0.1 + 0.2)]
    [InlineData(-0.0)]
    [InlineData(123456789.123456789)]
    public async Task Numbers_come_back_to_the_bit(double number)
    {
        await WriteAsync(Read(Plant("Basil"), Noon, ("custom", number)));

        Assert.Equal(number, (await ReadAsync()).Single().Value.Number);
    }

    [Fact]
    public async Task EraseAsync_takes_everything_in_the_scope_and_nothing_else()
    {
        var (mine, other) = (Plant("Mine"), Plant("Other"));
        var neighbour = new PlantLabel(Guid.CreateVersion7(), Guid.CreateVersion7(), "Neighbour", Location: null);
        await WriteAsync([.. Enumerable.Range(0, 50).SelectMany(i => new[]
        {
            Read(mine, Noon.AddMinutes(i), ("temperature", i)),
            Read(other, Noon.AddMinutes(i), ("temperature", i)),
            Read(neighbour, Noon.AddMinutes(i), ("temperature", i)),
        })]);
        Assert.Equal(2, (await LatestAsync(Noon)).Count);

        await Store.EraseAsync(new ReadingScope(_user, [mine.Id]), Cancellation);
        Assert.Equal(50, (await ReadAsync()).Count);
        Assert.Equal(other.Id, (await LatestAsync(Noon)).Single().PlantId);

        await Store.EraseAsync(new ReadingScope(_user), Cancellation);
        Assert.Empty(await ReadAsync());
        Assert.Empty(await LatestAsync(Noon));
        Assert.Empty(await AggregateAsync(TimeSpan.FromDays(1)));
        Assert.Equal(50, (await ReadAsync(scope: new ReadingScope(neighbour.UserId))).Count);

        await WriteAsync(Read(mine, Noon, ("temperature", 1)));
        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task Large_batches_and_long_histories_are_read_whole()
    {
        var plants = Enumerable.Range(0, 7).Select(i => Plant($"Plant {i}")).ToList();
        var readings = Enumerable.Range(0, 9_000)
            .Select(i => Read(plants[i % plants.Count], Noon.AddSeconds(i), ("temperature", i % 40), ("humidity", i % 100)))
            .ToList();
        foreach (var batch in readings.Chunk(1_500))
        {
            await WriteAsync(batch);
        }

        var values = await ReadAsync(to: Noon.AddDays(1));

        Assert.Equal(18_000, values.Count);
        Assert.Equal(values.OrderBy(value => value.Position), values);
        Assert.Equal(18_000, (await AggregateAsync(TimeSpan.FromHours(1), to: Noon.AddDays(1))).Sum(window => window.Metrics.Values.Sum(m => m.Count)));
        Assert.Equal(14, (await LatestAsync(Noon)).Count);
    }

    protected abstract Task<IReadingStore> OpenAsync();

    protected abstract Task CloseAsync();

    protected static Reading Read(PlantLabel plant, DateTimeOffset time, params (string Metric, object Value)[] metrics) =>
        Read(plant, time, "device-1", metrics);

    protected static Reading Read(PlantLabel plant, DateTimeOffset time, string device, params (string Metric, object Value)[] metrics) =>
        new(plant, device, time, [.. metrics.Select(metric => new Measurement(metric.Metric, metric.Value switch
        {
            bool boolean => MetricValue.Of(boolean),
            string text => MetricValue.Of(text),
            _ => MetricValue.Of(Convert.ToDouble(metric.Value, System.Globalization.CultureInfo.InvariantCulture)),
        }))]);

    protected PlantLabel Plant(string name) => new(Guid.CreateVersion7(), _user, name, "Kitchen");

    protected async Task WriteAsync(params Reading[] readings)
    {
        var result = await Store.WriteAsync(readings, Cancellation);
        Assert.True(result.IsStored, result.NotNowBecause);
        Assert.Empty(result.Refused);
    }

    private async Task<List<StoredValue>> ReadAsync(
        ReadingScope? scope = null,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        string? metric = null,
        bool descending = false,
        int? limit = null,
        ReadingPosition? after = null)
    {
        var range = new TimeRange(from ?? Noon, to ?? Noon.AddHours(1));
        var query = new ReadingQuery(scope ?? new ReadingScope(_user), range, metric, descending, limit, after);
        return await Store.ReadAsync(query, Cancellation).ToListAsync(Cancellation);
    }

    private async Task<List<AggregateWindow>> AggregateAsync(TimeSpan every, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        var range = new TimeRange(from ?? Noon, to ?? Noon.AddHours(3));
        return await Store.AggregateAsync(new AggregateQuery(new ReadingScope(_user), range, every), Cancellation).ToListAsync(Cancellation);
    }

    private async Task<List<StoredValue>> LatestAsync(DateTimeOffset since) =>
        [.. (await Store.LatestAsync(new ReadingScope(_user), since, Cancellation)).OrderBy(value => value.Metric, StringComparer.Ordinal)];
}
