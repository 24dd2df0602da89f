using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Tests.Storage;

public abstract partial class ReadingStoreContract
{
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
            new AggregateQuery(new ReadingScope(User), new TimeRange(Noon, Noon.AddHours(1)), TimeSpan.FromHours(1), "humidity"), Cancellation)
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
    public async Task LatestAsync_scope_shows_only_what_it_names_with_its_type()
    {
        var (mine, other) = (Plant("Mine"), Plant("Other"));
        await WriteAsync(
            Read(mine, Noon, ("lighting", "ON"), ("watering", false)),
            Read(mine, Noon.AddMinutes(1), "device-2", ("lighting", "OFF")),
            Read(other, Noon.AddMinutes(2), ("lighting", "ON")));

        Assert.Equal(3, (await Store.LatestAsync(new ReadingScope(User), Noon, Cancellation)).Count);
        Assert.Equal(
            [("lighting", MetricValue.Of("OFF")), ("watering", MetricValue.Of(false))],
            await Of(new ReadingScope(User, [mine.Id])));
        Assert.Equal(
            [("lighting", MetricValue.Of("ON")), ("watering", MetricValue.Of(false))],
            await Of(new ReadingScope(User, [mine.Id], "device-1")));
        Assert.Empty(await Of(new ReadingScope(User, [])));
        Assert.Empty(await Of(new ReadingScope(Guid.CreateVersion7(), [mine.Id])));

        async Task<List<(string Metric, MetricValue Value)>> Of(ReadingScope scope) =>
            [.. (await Store.LatestAsync(scope, Noon, Cancellation)).Select(value => (value.Metric, value.Value)).OrderBy(row => row.Metric, StringComparer.Ordinal)];
    }

    [Fact]
    public async Task AggregateAsync_without_numbers_has_no_windows()
    {
        await WriteAsync(Read(Plant("Basil"), Noon, ("lighting", "ON"), ("watering", true), ("note", "text")));

        Assert.Empty(await AggregateAsync(TimeSpan.FromHours(1)));
        Assert.Empty(await AggregateAsync(TimeSpan.FromHours(1), metric: "lighting"));
        Assert.Empty(await AggregateAsync(TimeSpan.FromHours(1), metric: "x\" OR \"1"));
    }

    [Fact]
    public async Task AggregateAsync_counts_only_what_is_in_the_range()
    {
        var plant = Plant("Basil");
        await WriteAsync([.. Enumerable.Range(0, 60).Select(minute => Read(plant, Noon.AddMinutes(minute), ("temperature", minute)))]);

        var windows = await AggregateAsync(TimeSpan.FromMinutes(30), from: Noon.AddMinutes(10), to: Noon.AddMinutes(40));

        Assert.Equal([(Noon, 20), (Noon.AddMinutes(30), 10)], windows.Select(window => (window.Start, window.Metrics["temperature"].Count)));
        Assert.Equal((10, 29), (windows[0].Metrics["temperature"].Min, windows[0].Metrics["temperature"].Max));
    }

    [Theory]
    [InlineData("00:01:30")]
    [InlineData("07:00:00")]
    [InlineData("7.00:00:00")]
    [InlineData("365.00:00:00")]
    public async Task AggregateAsync_any_width_is_aligned_to_the_epoch(string width)
    {
        var every = TimeSpan.Parse(width, System.Globalization.CultureInfo.InvariantCulture);
        await WriteAsync(Read(Plant("Basil"), Noon, ("temperature", 1)));

        var start = (await AggregateAsync(every)).Single().Start;

        Assert.Equal(0, (start - DateTimeOffset.UnixEpoch).Ticks % every.Ticks);
        Assert.InRange(Noon - start, TimeSpan.Zero, every - TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task AggregateAsync_centuries_of_narrow_windows_are_found_however_far_apart()
    {
        var plant = Plant("Basil");
        DateTimeOffset[] times = [DateTimeOffset.UnixEpoch.AddYears(1), Noon, Noon.AddSeconds(1), Noon.AddYears(200)];
        await WriteAsync([.. times.Select(time => Read(plant, time, ("temperature", 1)))]);

        var windows = await AggregateAsync(TimeSpan.FromSeconds(1), from: DateTimeOffset.UnixEpoch, to: DateTimeOffset.MaxValue);

        Assert.Equal(times, windows.Select(window => window.Start));
    }

    [Fact]
    public async Task AggregateAsync_numbers_whose_sum_is_beyond_all_numbers_still_have_a_least_and_a_greatest()
    {
        var plant = Plant("Basil");
        await WriteAsync([.. Enumerable.Range(0, 3).Select(i => Read(plant, Noon.AddMinutes(i), ("custom", double.MaxValue), ("temperature", i)))]);

        var window = (await AggregateAsync(TimeSpan.FromHours(1))).Single();

        Assert.Equal(new Aggregate(1, 0, 2, 3), window.Metrics["temperature"]);
        Assert.Equal((double.MaxValue, 3), (window.Metrics["custom"].Max, window.Metrics["custom"].Count));
    }
}
