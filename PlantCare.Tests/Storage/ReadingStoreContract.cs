using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;

namespace PlantCare.Tests.Storage;

/// <summary>What every readings store must do, whatever it is made of. One class below this one for each store.</summary>
public abstract partial class ReadingStoreContract : IAsyncLifetime
{
    protected static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    protected Guid User { get; } = Guid.CreateVersion7();

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
    public async Task WriteAsync_of_two_at_the_same_time_in_one_batch_the_later_one_stays()
    {
        var plant = Plant("Basil");
        await WriteAsync(Read(plant, Noon, ("temperature", 1), ("humidity", 50)), Read(plant, Noon, ("temperature", 2), ("battery", 80)));

        Assert.Equal([("battery", 80), ("humidity", 50), ("temperature", 2)], (await ReadAsync()).Select(value => (value.Metric, value.Value.Number)));
    }

    [Fact]
    public async Task WriteAsync_metric_that_changes_its_type_keeps_every_value()
    {
        var (mine, other) = (Plant("Mine"), Plant("Other"));
        await WriteAsync(
            Read(mine, Noon, ("mode", "eco")),
            Read(mine, Noon.AddMinutes(1), ("mode", 3)),
            Read(mine, Noon.AddMinutes(2), ("mode", true)),
            Read(other, Noon.AddMinutes(3), ("mode", 5), ("lighting", 0.5), ("watering", "no")));

        Assert.Equal(
            [MetricValue.Of("eco"), MetricValue.Of(3.0), MetricValue.Of(true), MetricValue.Of(5.0)],
            (await ReadAsync(metric: "mode")).Select(value => value.Value));
        Assert.Equal([MetricValue.Of(0.5)], (await ReadAsync(metric: "lighting")).Select(value => value.Value));
        Assert.Equal([MetricValue.Of("no")], (await ReadAsync(metric: "watering")).Select(value => value.Value));
        Assert.Equal(MetricValue.Of(true), (await LatestAsync(Noon)).Single(value => value.PlantId == mine.Id).Value);
        Assert.Equal(2, (await AggregateAsync(TimeSpan.FromHours(1))).Sum(window => window.Metrics["mode"].Count));
    }

    [Fact]
    public async Task WriteAsync_widest_reading_comes_back_whole()
    {
        var metrics = Enumerable.Range(0, 64).Select(i => ($"m{i:00}_{new string('x', 60)}", (object)i)).ToArray();
        await WriteAsync(Read(Plant("Basil"), Noon, [.. metrics, ("note", new string('ü', 30_000))]));

        var values = await ReadAsync();

        Assert.Equal(65, values.Count);
        Assert.Equal(new string('ü', 30_000), values[^1].Value.Text);
    }

    [Fact]
    public async Task ReadAsync_bounds_that_leave_nothing_give_nothing()
    {
        await WriteAsync(Read(Plant("Basil"), Noon, ("temperature", 1)));
        var only = (await ReadAsync()).Single();

        Assert.Empty(await ReadAsync(from: Noon, to: Noon));
        Assert.Empty(await ReadAsync(from: Noon.AddHours(1), to: Noon));
        Assert.Empty(await ReadAsync(limit: 0));
        Assert.Empty(await ReadAsync(after: only.Position));
        Assert.Empty(await ReadAsync(after: only.Position, descending: true));
        Assert.Empty(await ReadAsync(metric: "temperature\" OR 1=1 --"));
        Assert.Single(await ReadAsync(from: DateTimeOffset.MinValue, to: DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task Writers_and_readers_at_once_lose_nothing()
    {
        var plants = Enumerable.Range(0, 4).Select(i => Plant($"Plant {i}")).ToList();
        await Task.WhenAll(plants.Select(async plant =>
        {
            for (var batch = 0; batch < 10; batch++)
            {
                await WriteAsync([.. Enumerable.Range(0, 20).Select(i => Read(plant, Noon.AddSeconds((batch * 20) + i), ("temperature", i)))]);
                Assert.True((await ReadAsync()).Count >= (batch + 1) * 20);
            }
        }));

        Assert.Equal(800, (await ReadAsync()).Count);
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

        Assert.Equal([1, 2, 3], await Numbers(new ReadingScope(User)));
        Assert.Equal([1, 2], await Numbers(new ReadingScope(User, [mine.Id])));
        Assert.Equal([1, 3], await Numbers(new ReadingScope(User, DeviceId: "device-1")));
        Assert.Equal([1], await Numbers(new ReadingScope(User, [mine.Id], "device-1")));
        Assert.Empty(await Numbers(new ReadingScope(User, [])));
        Assert.Empty(await Numbers(new ReadingScope(User, [stranger.Id])));
        Assert.Empty(await Numbers(new ReadingScope(Guid.CreateVersion7())));

        async Task<List<double>> Numbers(ReadingScope scope) =>
            [.. (await ReadAsync(scope: scope)).Select(value => value.Value.Number).Order()];
    }

    [Fact]
    public async Task Queries_without_readings_are_empty()
    {
        Assert.Empty(await ReadAsync());
        Assert.Empty(await AggregateAsync(TimeSpan.FromHours(1)));
        Assert.Empty(await LatestAsync(Noon));
        Assert.True((await Store.WriteAsync([], Cancellation)).IsStored);
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

    protected PlantLabel Plant(string name) => new(Guid.CreateVersion7(), User, name, "Kitchen");

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
        var query = new ReadingQuery(scope ?? new ReadingScope(User), range, metric, descending, limit, after);
        return await Store.ReadAsync(query, Cancellation).ToListAsync(Cancellation);
    }

    private async Task<List<AggregateWindow>> AggregateAsync(
        TimeSpan every, DateTimeOffset? from = null, DateTimeOffset? to = null, string? metric = null)
    {
        var range = new TimeRange(from ?? Noon, to ?? Noon.AddHours(3));
        return await Store.AggregateAsync(new AggregateQuery(new ReadingScope(User), range, every, metric), Cancellation).ToListAsync(Cancellation);
    }

    private async Task<List<StoredValue>> LatestAsync(DateTimeOffset since) =>
        [.. (await Store.LatestAsync(new ReadingScope(User), since, Cancellation)).OrderBy(value => value.Metric, StringComparer.Ordinal)];
}
