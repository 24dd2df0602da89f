using Microsoft.Extensions.Logging;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Readings.Influx;
using PlantCare.Tests.Servers;
using PlantCare.Tests.Web.Session;

namespace PlantCare.Tests.Storage;

/// <summary>What the client makes of answers that a real InfluxDB 2.7.12 gave: a replay, since Debian has no 2.x to start.</summary>
public sealed class InfluxReplayTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly PlantLabel _plant = new(Guid.CreateVersion7(), Guid.CreateVersion7(), "Monstera Deliciosa", "living room");
    private readonly LoggerFactory _loggers = new();
    private RecordedInflux2? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server?.AssertDone();
        _server?.Dispose();
        _loggers.Dispose();
    }

    [Fact]
    public async Task PingAsync_knows_the_version_and_every_request_carries_the_token()
    {
        using var store = Replay("ping", "no_rows_json", "ping");

        Assert.Equal("v2.7.12", await store.PingAsync(Cancellation));
        Assert.All(_server!.Requests, request => Assert.Equal(("Token", "t0ken"), (request.Authorization!.Scheme, request.Authorization.Parameter)));
    }

    [Fact]
    public async Task WriteAsync_204_is_stored()
    {
        using var store = Replay("ping", "no_rows_json", "write_ok");

        Assert.True((await store.WriteAsync([Reading(0)], Cancellation)).IsStored);
        Assert.Equal("/write?db=sensor_data&precision=ms", _server!.Requests[^1].Path);
    }

    [Fact]
    public async Task WriteAsync_422_type_conflict_refuses_the_one_and_stores_the_rest()
    {
        using var store = Replay("ping", "no_rows_json", "write_type_conflict", "write_ok", "write_type_conflict");

        var result = await store.WriteAsync([Reading(0), Reading(1)], Cancellation);

        Assert.True(result.IsStored);
        var refused = Assert.Single(result.Refused);
        Assert.Equal(1, refused.Index);
        Assert.Contains("input field \"temperature\"", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_400_that_lost_the_whole_batch_is_halved_until_the_culprit_stands_alone()
    {
        using var store = Replay("ping", "no_rows_json", "write_bad_line", "write_bad_line", "write_bad_line", "write_ok", "write_ok");

        var result = await store.WriteAsync([Reading(0), Reading(1), Reading(2), Reading(3)], Cancellation);

        Assert.Equal([0], result.Refused.Select(refused => refused.Index));
        Assert.Contains("unable to parse", result.Refused[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_422_beyond_the_retention_refuses_all_that_were_dropped_without_asking_again()
    {
        using var store = Replay("ping", "no_rows_json", "write_beyond_retention");

        var result = await store.WriteAsync([Reading(0)], Cancellation);

        Assert.Contains("Retention Policy Lower Bound", Assert.Single(result.Refused).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_422_beyond_the_retention_of_some_refuses_those_alone()
    {
        using var store = Replay("ping", "no_rows_json", "write_beyond_retention", "write_ok", "write_beyond_retention");

        var result = await store.WriteAsync([Reading(0), Reading(1)], Cancellation);

        Assert.Equal([1], result.Refused.Select(refused => refused.Index));
    }

    [Theory]
    [InlineData("write_unknown_db", "no dbrp mapping found")]
    [InlineData("write_wrong_token", "ConnectionStrings__influxdb")]
    public async Task WriteAsync_configuration_failure_is_not_now_and_refuses_nothing(string exchange, string reason)
    {
        using var store = Replay("ping", "no_rows_json", exchange);

        var result = await store.WriteAsync([Reading(0), Reading(1)], Cancellation);

        Assert.False(result.IsStored);
        Assert.Contains(reason, result.NotNowBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EraseAsync_answer_without_results_is_success()
    {
        using var store = Replay("ping", "no_rows_json", "delete_user", "write_ok", "delete_user", "delete_user");

        await store.EraseAsync(new ReadingScope(_plant.UserId), Cancellation);

        Assert.Contains(_plant.UserId.ToString(), _server!.Requests[^1].Body, StringComparison.Ordinal);
        Assert.All(
            _server.Requests.Where(request => request.Body.Contains("DELETE", StringComparison.Ordinal)).Zip((string[])["sensor_readings", "sensor_readings_1h", "sensor_late"]),
            pair => Assert.Contains($"q=DELETE+FROM+{pair.Second}+WHERE+user_id+%3D+%24user&", pair.First.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("parse_error", "failed to parse query")]
    [InlineData("unknown_db_in_query", "database not found")]
    [InlineData("create_database", "not implemented")]
    [InlineData("wrong_token", "unauthorized")]
    public async Task LatestAsync_error_in_an_answer_whatever_its_status_is_thrown(string exchange, string reason)
    {
        using var store = Replay("ping", "no_rows_json", exchange);

        var failure = await Assert.ThrowsAsync<InfluxException>(() => store.LatestAsync(new ReadingScope(_plant.UserId), Noon, Cancellation));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.MayPass);
    }

    [Fact]
    public async Task PingAsync_missing_bucket_is_made_with_its_retention()
    {
        // 404 is what 2.x answers to a bucket, as to a database, that it does not have.
        using var handler = new NotFoundOnce(_server = new RecordedInflux2("ping", "unknown_db_in_query", "orgs", "create_bucket", "no_rows_json", "ping"));
        using var store = Open(handler);

        await store.PingAsync(Cancellation);

        Assert.Contains(
            """{"orgID":"94a20ef3e832a378","name":"sensor_data","retentionRules":[{"type":"expire","everySeconds":2592000,"shardGroupDurationSeconds":604800}]}""",
            _server.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task EnforceRetentionAsync_changes_the_bucket_and_its_shards_together()
    {
        // The recorded refusal is of a PATCH without the shards; ours carries both, and a refusal is not swallowed.
        using var handler = new AnyBucket(_server = new RecordedInflux2("ping", "no_rows_json", "buckets", "patch_bucket_retention"));
        using var store = Open(handler);

        var refusal = await Assert.ThrowsAsync<InfluxException>(() => store.EnforceRetentionAsync(TimeSpan.FromDays(1), Noon, Cancellation));

        Assert.Contains("shard-group duration", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(
            """{"retentionRules":[{"type":"expire","everySeconds":86400,"shardGroupDurationSeconds":3600}]}""", _server.Requests[^1].Body);
        Assert.Equal("/api/v2/buckets/33eb4328f546c8ff", handler.Asked);
    }

    [Theory]
    [InlineData("chunked", 24)]
    [InlineData("select_json", 5)]
    [InlineData("aggregate_json", 4)]
    [InlineData("two_statements", 2)]
    [InlineData("last_per_plant", 1)]
    [InlineData("no_rows_json", 0)]
    [InlineData("delete_user", 0)]
    public async Task InfluxAnswer_reads_every_row_however_it_is_cut(string exchange, int rows)
    {
        foreach (var size in (int[])[1, 7, 64, 4_096])
        {
            var counted = new Rows();
            await using var body = new Trickle(RecordedInflux2.BodyOf(exchange), size);
            await InfluxAnswer.ReadAsync(body, counted, Cancellation);

            Assert.Equal(rows, counted.All.Count);
        }
    }

    [Theory]
    [InlineData("no_rows_csv")]
    [InlineData("select_csv")]
    public async Task InfluxAnswer_what_is_no_answer_is_not_taken_for_an_empty_one(string exchange)
    {
        var failure = await Assert.ThrowsAsync<InfluxException>(
            () => InfluxAnswer.ReadAsync(RecordedInflux2.BodyOf(exchange), new Rows(), Cancellation));

        Assert.Equal(InfluxFault.Unreadable, failure.Fault);
    }

    [Fact]
    public async Task InfluxAnswer_keeps_types_nulls_and_tags()
    {
        var (selected, last) = (new Rows(), new Rows());
        await InfluxAnswer.ReadAsync(RecordedInflux2.BodyOf("select_json"), selected, Cancellation);
        await InfluxAnswer.ReadAsync(RecordedInflux2.BodyOf("last_per_plant"), last, Cancellation);

        Assert.Equal(
            [MetricValue.Of(1767225600000.0), MetricValue.Of(20.5), MetricValue.Of(60.0), MetricValue.Of(50.0), MetricValue.Of("ON"), MetricValue.Of(true)],
            selected.All[0]);
        Assert.Equal([MetricValue.Of(1767225600099.0), null, MetricValue.Of(61.0), null, null, null], selected.All[1]);
        Assert.Equal("p1", last.Tags["plant_id"]);
    }

    private InfluxReadingStore Replay(params string[] names) => Open(_server = new RecordedInflux2(names));

    private InfluxReadingStore Open(HttpMessageHandler handler) => new(
        InfluxConnection.Parse("Endpoint=http://recorded:8086;Token=t0ken"), TimeSpan.FromDays(30), new ManualClock { Now = Noon.AddMinutes(30) }, _loggers, handler);

    private Reading Reading(int minute) =>
        new(_plant, "device-1", Noon.AddMinutes(minute), [new Measurement("temperature", MetricValue.Of(20.0 + minute))]);

    private sealed class Rows : IInfluxRows
    {
        public List<MetricValue?[]> All { get; } = [];

        public Dictionary<string, string> Tags { get; private set; } = [];

        public void Begin(InfluxSeries series) => Tags = new Dictionary<string, string>(series.Tags, StringComparer.Ordinal);

        public void Add(ReadOnlySpan<MetricValue?> row) => All.Add(row.ToArray());
    }
}
