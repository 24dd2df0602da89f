using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Storage;
using PlantCare.Storage.Readings.Influx;
using PlantCare.Storage.Readings.Sqlite;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Storage;

/// <summary>Servers that are away, come back, die, or let nobody in.</summary>
public sealed class InfluxOutageTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly PlantLabel _plant = new(Guid.CreateVersion7(), Guid.CreateVersion7(), "Basil", Location: null);
    private readonly LogRecorder _logs = new();
    private readonly TempFolder _folder = new();
    private InfluxServer? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task WriteAsync_while_the_server_is_stopped_is_not_now_and_later_stored()
    {
        _server = await InfluxServer.StartAsync();
        using var store = Open($"Endpoint={_server.Endpoint}");
        Assert.True((await store.WriteAsync([Reading(0)], Cancellation)).IsStored);
        await _server.StopAsync();

        var away = await store.WriteAsync([Reading(1)], Cancellation);
        var read = await Assert.ThrowsAsync<InfluxException>(async () => await CountAsync(store));
        await _server.StartAgainAsync();
        var back = await store.WriteAsync([Reading(1)], Cancellation);

        Assert.False(away.IsStored);
        Assert.Contains("cannot be reached", away.NotNowBecause, StringComparison.Ordinal);
        Assert.True(read.MayPass);
        Assert.True(back.IsStored, back.NotNowBecause);
        Assert.Equal(2, await CountAsync(store));
    }

    [Fact]
    public async Task WriteAsync_stored_survives_a_killed_server()
    {
        _server = await InfluxServer.StartAsync();
        using var store = Open($"Endpoint={_server.Endpoint}");
        for (var i = 0; i < 20; i++)
        {
            Assert.True((await store.WriteAsync([Reading(i)], Cancellation)).IsStored);
        }

        await _server.KillAsync();
        await _server.StartAgainAsync();

        Assert.Equal(20, await CountAsync(store));
    }

    [Fact]
    public async Task Every_call_to_a_server_that_hangs_ends_and_later_succeeds()
    {
        _server = await InfluxServer.StartAsync();
        var time = new HastyTime();
        using var store = Open($"Endpoint={_server.Endpoint}", time: time);
        Assert.True((await store.WriteAsync([Reading(0)], Cancellation)).IsStored);

        await _server.FreezeAsync();
        time.Speed = 100;
        var write = await store.WriteAsync([Reading(1)], Cancellation);
        var read = await Assert.ThrowsAsync<InfluxException>(async () => await CountAsync(store));
        _server.Thaw();

        Assert.False(write.IsStored);
        Assert.Contains("did not answer within 15 s", write.NotNowBecause, StringComparison.Ordinal);
        Assert.Contains("did not answer within 30 s", read.Message, StringComparison.Ordinal);
        using var patient = Open($"Endpoint={_server.Endpoint}");
        Assert.True((await patient.WriteAsync([Reading(1)], Cancellation)).IsStored);
        Assert.Equal(2, await CountAsync(patient));
    }

    [Fact]
    public async Task WriteAsync_heeds_how_long_a_server_asks_to_be_left_alone()
    {
        _server = await InfluxServer.StartAsync();
        var time = new HastyTime();
        using var busy = new BusyOnce(new SocketsHttpHandler());
        using var store = new InfluxReadingStore(InfluxConnection.Parse($"Endpoint={_server.Endpoint}"), null, time, new LoggerFactory(), busy);

        var first = await store.WriteAsync([Reading(0)], Cancellation);
        var tooSoon = await store.WriteAsync([Reading(0)], Cancellation);
        time.Advance(TimeSpan.FromSeconds(31));
        var later = await store.WriteAsync([Reading(0)], Cancellation);

        Assert.Contains("429", first.NotNowBecause, StringComparison.Ordinal);
        Assert.Contains("later", tooSoon.NotNowBecause, StringComparison.Ordinal);
        Assert.True(later.IsStored, later.NotNowBecause);
        Assert.Equal(2, busy.Writes);
    }

    [Fact]
    public async Task PingAsync_right_user_makes_the_database_with_its_retention()
    {
        _server = await InfluxServer.StartAsync(authentication: true);
        using var store = Open(Credentials(InfluxServer.Password), TimeSpan.FromDays(30));

        var version = await store.PingAsync(Cancellation);

        Assert.StartsWith("1.", version, StringComparison.Ordinal);
        Assert.Contains(
            """["autogen","720h0m0s","168h0m0s",1,true]""",
            await _server.QueryAsync("SHOW RETENTION POLICIES ON sensor_data"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public async Task Start_without_the_right_password_stops_with_a_line_that_names_the_key(string? password)
    {
        _server = await InfluxServer.StartAsync(authentication: true);
        using var host = Host(password is null ? $"Endpoint={_server.Endpoint}" : Credentials(password));

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));

        Assert.Contains("ConnectionStrings__influxdb", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", refusal.ToString(), StringComparison.Ordinal);
        using var store = Open(password is null ? $"Endpoint={_server.Endpoint}" : Credentials(password));
        Assert.False((await store.WriteAsync([Reading(0)], Cancellation)).IsStored);
    }

    [Fact]
    public async Task Start_at_a_server_with_a_certificate_of_its_own_making_stops_with_a_line_that_names_the_key()
    {
        await using var stranger = new StrangeCertificate();
        using var host = Host($"Endpoint=https://localhost:{stranger.Port};User=plantcare;Password=secret");

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));

        Assert.Contains("ConnectionStrings__influxdb", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_with_a_user_who_may_not_make_databases_says_so_and_uses_the_one_that_is_there()
    {
        _server = await InfluxServer.StartAsync(authentication: true);
        await _server.QueryAsync("CREATE USER ingest WITH PASSWORD 'secret'");
        var connection = $"Endpoint={_server.Endpoint};User=ingest;Password=secret";
        using var refused = Host(connection);
        await Assert.ThrowsAsync<OptionsValidationException>(() => refused.StartAsync(Cancellation));

        await _server.QueryAsync("CREATE DATABASE sensor_data");
        await _server.QueryAsync("GRANT ALL ON sensor_data TO ingest");
        using var store = Open(connection);

        Assert.True((await store.WriteAsync([Reading(0)], Cancellation)).IsStored);
        Assert.Equal(1, await CountAsync(store));
        await store.EraseAsync(new ReadingScope(_plant.UserId), Cancellation);
        Assert.Equal(0, await CountAsync(store));
    }

    [Fact]
    public async Task Start_before_the_server_waits_for_it_and_says_so_once()
    {
        _server = await InfluxServer.StartAsync();
        await _server.StopAsync();
        using var host = Host($"Endpoint={_server.Endpoint}");

        await host.StartAsync(Cancellation);
        Assert.Contains("waited for", Assert.Single(_logs.Entries).Message, StringComparison.Ordinal);
        await _server.StartAgainAsync();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (!(await _server.QueryAsync("SHOW DATABASES")).Contains("sensor_data", StringComparison.Ordinal))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }

        await host.StopAsync(Cancellation);
        Assert.Single(_logs.Entries);
    }

    [Fact]
    public void AddPlantCareStorage_chooses_influxdb_by_its_connection_string()
    {
        using var with = Host("Endpoint=http://localhost:1");
        using var without = Host(influx: null);

        Assert.IsType<InfluxReadingStore>(with.Services.GetRequiredService<IReadingStore>());
        Assert.IsType<SqliteReadingStore>(without.Services.GetRequiredService<IReadingStore>());
        Assert.Contains("Bucket", Assert.Throws<OptionsValidationException>(() => Host("Endpoint=http://x;Bucket=a b")).Message, StringComparison.Ordinal);
    }

    private static InfluxReadingStore Open(string connection, TimeSpan? retention = null, TimeProvider? time = null) =>
        new(InfluxConnection.Parse(connection), retention, time ?? TimeProvider.System, new LoggerFactory());

    private string Credentials(string password) =>
        $"Endpoint={_server!.Endpoint};User={InfluxServer.User};Password=\"{password.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private IHost Host(string? influx)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:plantcare"] = $"Data Source={_folder.File("plantcare.db")};Pooling=False",
            ["ConnectionStrings:influxdb"] = influx,
        });
        builder.Logging.AddProvider(_logs);
        builder.Services.AddPlantCareStorage(builder.Configuration);
        return builder.Build();
    }

    private Reading Reading(int minute) =>
        new(_plant, "device-1", Noon.AddMinutes(minute), [new Measurement("temperature", MetricValue.Of(20.0 + minute))]);

    private async Task<int> CountAsync(InfluxReadingStore store) => await store
        .ReadAsync(new ReadingQuery(new ReadingScope(_plant.UserId), new TimeRange(Noon, Noon.AddDays(1))), Cancellation)
        .CountAsync(Cancellation);
}
