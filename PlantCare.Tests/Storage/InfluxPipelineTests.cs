using PlantCare.Domain.Readings;
using PlantCare.Tests.Ingest;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.Storage;

/// <summary>The pipeline's promises where readings are kept in InfluxDB.</summary>
public sealed class InfluxPipelineTests
{
    private const int Messages = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SubmitAsync_while_influxdb_is_killed_and_started_again_keeps_every_reading_once()
    {
        await using var server = await InfluxServer.StartAsync();
        await using var host = await IngestHost.StartAsync(configure: null, ("ConnectionStrings:influxdb", $"Endpoint={server.Endpoint}"));
        var start = TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();

        var submitted = Enumerable.Range(0, Messages).Select(i => SubmitAsync(i, delayed: i >= Messages / 2)).ToList();
        await submitted[0].WaitAsync(Patience, TimeProvider.System, Cancellation);
        await server.KillAsync();
        Assert.Contains(submitted, task => !task.IsCompleted);
        await server.StartAgainAsync();
        var results = await Task.WhenAll(submitted).WaitAsync(Patience, TimeProvider.System, Cancellation);

        Assert.All(results, result => Assert.Equal(1, result.Stored));
        var values = await host.ReadAllAsync();
        Assert.Equal(Enumerable.Range(0, Messages).Select(i => (start + i, (double)(i % 40))), values.Select(value => (value.Time.ToUnixTimeMilliseconds(), value.Value.Number)));
        Assert.Empty(await host.DeadLettersAsync());
        host.Logs.AssertNoErrors();

        async Task<IntakeResult> SubmitAsync(int i, bool delayed)
        {
            // Half of them come while the server is down, whatever became of the others by then.
            if (delayed)
            {
                await server.Ended.WaitAsync(Patience, TimeProvider.System, Cancellation);
            }

            return await host.SubmitAsync($$"""{"temperature":{{i % 40}},"timestamp":{{start + i}}}""");
        }
    }

    [Fact]
    public async Task SubmitAsync_reading_that_influxdb_refuses_is_a_dead_letter_with_its_reason()
    {
        await using var server = await InfluxServer.StartAsync();
        await using var host = await IngestHost.StartAsync(configure: null, ("ConnectionStrings:influxdb", $"Endpoint={server.Endpoint}"));
        await server.WriteAsync("sensor_data", $"sensor_readings,user_id=x custom=\"text\" {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}");

        var refused = await host.SubmitAsync("""{"custom":1}""");
        var stored = await host.SubmitAsync("""{"temperature":20}""");

        Assert.Equal((0, 1), (refused.Stored, stored.Stored));
        Assert.Equal(RejectionReason.StoreRefused, Assert.Single(refused.Rejections).Reason);
        Assert.Contains("field type conflict", Assert.Single(await host.DeadLettersAsync()).Detail, StringComparison.Ordinal);
        Assert.Single(await host.ReadAllAsync());
    }
}
