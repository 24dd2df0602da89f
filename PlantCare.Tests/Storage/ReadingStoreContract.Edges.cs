using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;

namespace PlantCare.Tests.Storage;

public abstract partial class ReadingStoreContract
{
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
    [InlineData("nul\0 and a carriage return\r\n")]
    [InlineData(" \\, \\\\ = \\\" ")]
    [InlineData("")]
    public async Task Hostile_names_and_texts_come_back_as_they_were(string text)
    {
        var plant = new PlantLabel(Guid.CreateVersion7(), User, text, text);
        await WriteAsync(Read(plant, Noon, ("note", text), ("temperature", 1)));

        var values = await ReadAsync(scope: new ReadingScope(User, [plant.Id]));

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

        await Store.EraseAsync(new ReadingScope(User, [mine.Id]), Cancellation);
        Assert.Equal(50, (await ReadAsync()).Count);
        Assert.Equal(other.Id, (await LatestAsync(Noon)).Single().PlantId);

        await Store.EraseAsync(new ReadingScope(User), Cancellation);
        Assert.Empty(await ReadAsync());
        Assert.Empty(await LatestAsync(Noon));
        Assert.Empty(await AggregateAsync(TimeSpan.FromDays(1)));
        Assert.Equal(50, (await ReadAsync(scope: new ReadingScope(neighbour.UserId))).Count);

        await WriteAsync(Read(mine, Noon, ("temperature", 1)));
        Assert.Single(await ReadAsync());
    }

    [Fact]
    public async Task EraseAsync_scope_may_name_a_device_and_many_plants()
    {
        var plants = Enumerable.Range(0, 3).Select(i => Plant($"Plant {i}")).ToList();
        await WriteAsync([.. plants.SelectMany(plant => ((string[])["device-1", "device-2"]).Select(device => Read(plant, Noon, device, ("temperature", 1))))]);

        await Store.EraseAsync(new ReadingScope(Guid.CreateVersion7()), Cancellation);
        await Store.EraseAsync(new ReadingScope(User, []), Cancellation);
        Assert.Equal(6, (await ReadAsync()).Count);

        await Store.EraseAsync(new ReadingScope(User, DeviceId: "device-2"), Cancellation);
        Assert.Equal(["device-1", "device-1", "device-1"], (await ReadAsync()).Select(value => value.DeviceId));

        await Store.EraseAsync(new ReadingScope(User, [plants[0].Id, plants[1].Id], "device-1"), Cancellation);
        Assert.Equal(plants[2].Id, (await ReadAsync()).Single().PlantId);
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
}
