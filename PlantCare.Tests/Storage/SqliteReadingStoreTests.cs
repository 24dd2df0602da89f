using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Readings.Sqlite;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Storage;

public sealed class SqliteReadingStoreTests : ReadingStoreContract, IDisposable
{
    private readonly TempFolder _folder = new();
    private SqliteReadingStore? _store;

    private string File => _folder.File("readings.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_file_of_a_newer_version_is_refused_with_what_to_do()
    {
        await CloseAsync();
        Execute("PRAGMA user_version = 99");

        var refusal = Assert.Throws<OptionsValidationException>(() => new SqliteReadingStore(File));

        Assert.Contains("newer PlantCare", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(File, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_commits_survive_a_power_cut()
    {
        await WriteAsync(Read(Plant("Basil"), Noon, ("temperature", 21.5)));

        Assert.Equal("wal", Scalar("PRAGMA journal_mode"));
        Assert.Equal(1L, Scalar("SELECT count(*) FROM arrivals"));
    }

    [Fact]
    public async Task WriteAsync_metrics_are_readable_json()
    {
        await WriteAsync(Read(Plant("Basil"), Noon, ("temperature", 21.5), ("lighting", "ON"), ("watering", false)));

        Assert.Equal("""{"temperature":21.5,"lighting":"ON","watering":false}""", Scalar("SELECT metrics FROM arrivals"));
        Assert.Equal(21.5, Scalar("SELECT metrics ->> 'temperature' FROM arrivals"));
    }

    [Fact]
    public async Task EnforceRetentionAsync_deletes_what_is_too_old_and_keeps_the_rest()
    {
        var plant = Plant("Basil");
        await WriteAsync([.. Enumerable.Range(0, 40).Select(day => Read(plant, Noon.AddDays(-day), ("temperature", day)))]);

        await _store!.EnforceRetentionAsync(TimeSpan.FromDays(30), Noon, TestContext.Current.CancellationToken);

        Assert.Equal(31L, Scalar("SELECT count(*) FROM readings"));
    }

    [Fact]
    public async Task WriteAsync_while_another_program_holds_the_file_is_not_now_and_later_stored()
    {
        using (var other = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            other.Open();
            using var locking = other.CreateCommand();
            locking.CommandText = "BEGIN IMMEDIATE";
            locking.ExecuteNonQuery();

            var refused = await _store!.WriteAsync([Read(Plant("Basil"), Noon, ("temperature", 1))], TestContext.Current.CancellationToken);
            Assert.False(refused.IsStored);
            Assert.NotNull(refused.NotNowBecause);
        }

        await WriteAsync(Read(Plant("Basil"), Noon, ("temperature", 1)));
    }

    [Fact]
    public async Task Reopen_after_folding_finds_everything()
    {
        var plant = Plant("Basil");
        for (var batch = 0; batch < 5; batch++)
        {
            await WriteAsync([.. Enumerable.Range(0, 2_000).Select(i => Read(plant, Noon.AddSeconds((batch * 2_000) + i), ("temperature", i)))]);
        }

        await CloseAsync();
        Assert.True((long)Scalar("SELECT count(*) FROM readings")! > 0);
        await OpenAsync();

        var query = new ReadingQuery(new ReadingScope(plant.UserId), new TimeRange(Noon, Noon.AddDays(1)));
        Assert.Equal(10_000, await _store!.ReadAsync(query, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
    }

    protected override Task<IReadingStore> OpenAsync()
    {
        _store = new SqliteReadingStore(File);
        return Task.FromResult<IReadingStore>(_store);
    }

    protected override async Task CloseAsync()
    {
        if (_store is { } store)
        {
            _store = null;
            await store.DisposeAsync();
        }
    }

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private void Execute(string sql) => Scalar(sql);
}
