using CsCheck;
using Microsoft.Extensions.Logging;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Readings.Influx;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Storage;

/// <summary>The contract, and what only InfluxDB does, on Debian's InfluxDB 1.6.</summary>
public sealed class InfluxReadingStoreTests(SharedInfluxServer shared) : ReadingStoreContract, IClassFixture<SharedInfluxServer>
{
    private static readonly string[] Pieces =
    [
        ",", " ", "=", "\\", "\"", "'", "\n", "\r", "\t", "\0", "#", "\u007F", "\u2028", "\uFEFF", "a", "time", "é", "🌿", "{", "$x", ";",
    ];

    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 12].Select(string.Concat);

    private readonly string _database = $"test_{Guid.CreateVersion7():N}";
    private InfluxReadingStore? _store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_writes_what_people_and_their_tools_expect()
    {
        await WriteAsync(Read(Plant("Größe, \"a=b\""), Noon, ("temperature", 21.5), ("lighting", "ON"), ("watering", true), ("firmware", "1.2")));

        var tags = await shared.Server.QueryAsync("SHOW TAG KEYS FROM sensor_readings", _database);
        Assert.All(
            (string[])["user_id", "plant_id", "device_id", "plant_name", "location"],
            tag => Assert.Contains($"[\"{tag}\"]", tags, StringComparison.Ordinal));
        var fields = await shared.Server.QueryAsync("SHOW FIELD KEYS FROM sensor_readings", _database);
        Assert.Contains("""["firmware.text","string"],["lighting","string"],["temperature","float"],["watering","boolean"]""", fields, StringComparison.Ordinal);
        var named = await shared.Server.QueryAsync("SELECT temperature FROM sensor_readings WHERE plant_name = 'Größe, \"a=b\"'", _database);
        Assert.Contains($"[{Noon.ToUnixTimeMilliseconds()},21.5]", named, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\" \\ \\=# ,")]
    [InlineData("C:\\garden\\")]
    [InlineData("\\ \"")]
    public async Task WriteAsync_name_with_backslashes_is_mended_and_the_reading_stored(string name)
    {
        var plant = new PlantLabel(Guid.CreateVersion7(), User, name, name);

        await WriteAsync(Read(plant, Noon, ("note", "\""), ("temperature", 1)));

        var query = new ReadingQuery(new ReadingScope(User, [plant.Id]), new TimeRange(Noon, Noon.AddHours(1)));
        Assert.Equal(2, await _store!.ReadAsync(query, Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task WriteAsync_whatever_people_write_is_one_line_and_comes_back() => await Texts.Array[40].SampleAsync(
        async texts =>
        {
            // A single malformed line would cost 2.x the batch, and here its neighbours: the next line would be taken for a part of it.
            var plants = texts.Select(text => new PlantLabel(Guid.CreateVersion7(), User, text, text)).ToList();
            await WriteAsync([.. texts.Zip(plants, (text, plant) => Read(plant, Noon, ("note", text), ("temperature", 1)))]);

            var query = new ReadingQuery(new ReadingScope(User, [.. plants.Select(plant => plant.Id)]), new TimeRange(Noon, Noon.AddHours(1)));
            var values = await _store!.ReadAsync(query, Cancellation).ToListAsync(Cancellation);
            Assert.Equal(
                plants.Zip(texts, (plant, text) => (plant.Id, text)).OrderBy(row => row.Id),
                values.Where(value => value.Metric == "note").Select(value => (value.PlantId, value.Value.Text)));
            Assert.Equal(texts.Length, values.Count(value => value.Metric == "temperature"));
        },
        iter: 20,
        threads: 1);

    [Fact]
    public async Task WriteAsync_again_after_a_renaming_is_one_reading_still()
    {
        var plant = Plant("Basil");
        await WriteAsync(Read(plant, Noon, ("temperature", 20)), Read(plant, Noon.AddMinutes(1), ("temperature", 22)));
        var renamed = plant with { Name = "Basil in the kitchen", Location = null };
        await WriteAsync(Read(renamed, Noon.AddMinutes(1), ("temperature", 22)), Read(renamed, Noon.AddMinutes(2), ("temperature", 27)));

        var scope = new ReadingScope(plant.UserId);
        var range = new TimeRange(Noon, Noon.AddHours(2));
        var values = await _store!.ReadAsync(new ReadingQuery(scope, range), Cancellation).ToListAsync(Cancellation);
        var windows = await _store.AggregateAsync(new AggregateQuery(scope, range, TimeSpan.FromHours(1)), Cancellation).ToListAsync(Cancellation);
        var latest = await _store.LatestAsync(scope, Noon, Cancellation);

        Assert.Equal([20, 22, 27], values.Select(value => value.Value.Number));
        Assert.Equal(new Aggregate(23, 20, 27, 3), windows.Single().Metrics["temperature"]);
        Assert.Equal(27, latest.Single().Value.Number);
    }

    [Fact]
    public async Task WriteAsync_field_that_another_program_gave_another_type_is_refused_alone()
    {
        await shared.Server.WriteAsync(_database, $"sensor_readings,user_id=x custom=\"text\" {Noon.ToUnixTimeMilliseconds()}");
        var plant = Plant("Basil");
        var batch = Enumerable.Range(0, 40).Select(i => Read(plant, Noon.AddSeconds(i), (i is 7 or 23 ? "custom" : "temperature", i))).ToList();

        var result = await _store!.WriteAsync(batch, Cancellation);

        Assert.True(result.IsStored);
        Assert.Equal([7, 23], result.Refused.Select(refused => refused.Index));
        Assert.All(result.Refused, refused => Assert.Contains("field type conflict", refused.Detail, StringComparison.Ordinal));
        Assert.Equal(38, await CountAsync(plant));
    }

    [Fact]
    public async Task WriteAsync_older_than_the_retention_is_refused_alone()
    {
        var now = TimeProvider.System.GetUtcNow();
        await _store!.EnforceRetentionAsync(TimeSpan.FromDays(30), now, Cancellation);
        var plant = Plant("Basil");

        var mixed = await _store.WriteAsync(
            [Read(plant, now, ("temperature", 1)), Read(plant, now.AddDays(-40), ("temperature", 2)), Read(plant, now.AddDays(-29), ("temperature", 3))],
            Cancellation);
        var old = await _store.WriteAsync(
            [.. Enumerable.Range(0, 500).Select(i => Read(plant, now.AddDays(-40).AddSeconds(i), ("temperature", i)))], Cancellation);

        Assert.Equal([1], mixed.Refused.Select(refused => refused.Index));
        Assert.Contains("retention", mixed.Refused[0].Detail, StringComparison.Ordinal);
        Assert.Equal(500, old.Refused.Count);
        var policies = await shared.Server.QueryAsync($"SHOW RETENTION POLICIES ON \"{_database}\"");
        Assert.Contains("""["autogen","720h0m0s","168h0m0s",1,true]""", policies, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_what_no_line_can_carry_is_refused_and_harms_nobody()
    {
        var plant = Plant("Basil");
        var result = await _store!.WriteAsync(
            [
                Read(plant, Noon, "device\n-1", ("temperature", 1)),
                Read(plant, Noon, "device\\", ("temperature", 2)),
                Read(plant, Noon, ("temp,erature", 3)),
                Read(plant, Noon),
                Read(plant, Noon, ("temperature", 5)),
            ],
            Cancellation);

        Assert.Equal([0, 1, 2, 3], result.Refused.Select(refused => refused.Index));
        Assert.Equal(1, await CountAsync(plant));
    }

    [Fact]
    public async Task WriteAsync_after_the_database_was_dropped_is_not_now_and_then_stored()
    {
        await WriteAsync(Read(Plant("Basil"), Noon, ("temperature", 1)));
        await shared.Server.QueryAsync($"DROP DATABASE \"{_database}\"");

        var first = await _store!.WriteAsync([Read(Plant("Basil"), Noon, ("temperature", 1))], Cancellation);

        Assert.False(first.IsStored);
        Assert.Contains("database not found", first.NotNowBecause, StringComparison.Ordinal);
        await WriteAsync(Read(Plant("Basil"), Noon, ("temperature", 1)));
    }

    [Fact]
    public async Task ReadAsync_more_readings_at_one_moment_than_a_page_holds_gives_them_all()
    {
        var plants = Enumerable.Range(0, 2_500).Select(i => Plant($"Plant {i}")).ToList();
        await WriteAsync([.. plants.Select(plant => Read(plant, Noon, ("temperature", 1)))]);
        await WriteAsync(Read(plants[0], Noon.AddSeconds(1), ("temperature", 2)));

        Assert.Equal(2_501, await CountAsync(plants[0]));
    }

    [Fact]
    public async Task EraseAsync_leaves_no_trace_of_the_user()
    {
        var plant = Plant("Basil");
        await WriteAsync(Read(plant, Noon, ("temperature", 1)));

        await _store!.EraseAsync(new ReadingScope(plant.UserId), Cancellation);

        Assert.DoesNotContain(plant.UserId.ToString(), await shared.Server.QueryAsync("SHOW SERIES", _database), StringComparison.Ordinal);
    }

    protected override async Task<IReadingStore> OpenAsync()
    {
        var server = await shared.GetAsync();
        _store = new InfluxReadingStore(
            InfluxConnection.Parse($"Endpoint={server.Endpoint};Bucket={_database}"), retention: null, TimeProvider.System, new LoggerFactory());
        await _store.PingAsync(Cancellation);
        return _store;
    }

    protected override async Task CloseAsync()
    {
        if (_store is { } store)
        {
            _store = null;
            store.Dispose();
            await shared.Server.QueryAsync($"DROP DATABASE \"{_database}\"");
        }
    }

    private async Task<int> CountAsync(PlantLabel plant) => await _store!
        .ReadAsync(new ReadingQuery(new ReadingScope(plant.UserId), new TimeRange(Noon.AddDays(-1), Noon.AddDays(1))), Cancellation)
        .CountAsync(Cancellation);
}
