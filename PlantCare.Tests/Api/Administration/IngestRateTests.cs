using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Api.Administration.Status;
using PlantCare.Tests.EndToEnd;

namespace PlantCare.Tests.Api.Administration;

/// <summary>How fast readings come in where Ingest is a process of its own.</summary>
[Collection(HomeTests.Name)]
public sealed class IngestRateTests(HomeFixture home) : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Sum_counts_what_is_not_too_old()
    {
        var window = new RateWindow();
        var now = DateTimeOffset.FromUnixTimeSeconds(1_764_000_000);
        foreach (var secondsAgo in (int[])[0, 1, 59, 60, 3_599, 3_600, 7_200])
        {
            window.Add(1, now.AddSeconds(-secondsAgo));
        }

        Assert.Equal(3, window.Sum(60, now));
        Assert.Equal(0, window.Sum(60, now.AddHours(2)));

        var other = new RateWindow();
        other.Add(5, now.AddSeconds(-3_599));
        other.Add(7, now);
        Assert.Equal((7, 12), (other.Sum(60, now), other.Sum(3_600, now)));
    }

    [Fact]
    public void Take_adds_what_each_worker_counted_since_it_was_last_heard()
    {
        var (rate, poll) = Create(_ => throw new InvalidOperationException("Nobody is asked."));

        Assert.False(rate.IsKnown);
        Assert.True(poll.Take(Metrics("a", 1_000)));
        Assert.True(poll.Take(Metrics("b", 50)));
        Assert.Equal(0, rate.Read().LastMinute);
        Assert.True(poll.Take(Metrics("a", 1_250)));
        Assert.True(poll.Take(Metrics("b", 51)));
        Assert.Equal((251, 251), rate.Read());

        // A worker that started again counts from nothing, under another name or the same one.
        Assert.True(poll.Take(Metrics("a", 3)));
        Assert.True(poll.Take(Metrics("a", 10)));
        Assert.Equal(258, rate.Read().LastMinute);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>A proxy</html>")]
    [InlineData("# TYPE http_server_active_requests gauge\nhttp_server_active_requests 1\n")]
    public async Task AskAsync_of_something_else_says_so(string body)
    {
        var (rate, poll) = Create(_ => new HttpResponseMessage { Content = new StringContent(body) });
        await poll.AskAsync(Cancellation);

        Assert.Contains("is not Ingest", poll.Fault, StringComparison.Ordinal);
        Assert.False(rate.IsKnown);
    }

    [Fact]
    public async Task AskAsync_of_nobody_says_so_and_is_over_it_with_an_answer()
    {
        var isThere = false;
        var (rate, poll) = Create(_ => isThere
            ? new HttpResponseMessage { Content = new StringContent(Metrics("a", 7)) }
            : new HttpResponseMessage(HttpStatusCode.BadGateway));
        await poll.AskAsync(Cancellation);
        Assert.Equal("Ingest does not answer", poll.Fault);

        isThere = true;
        await poll.AskAsync(Cancellation);
        Assert.Null(poll.Fault);
        Assert.True(rate.IsKnown);
    }

    [Fact]
    public async Task AskAsync_reads_what_an_ingest_that_runs_answers()
    {
        // In a process of its own: where hosts share one, OpenTelemetry takes their counters together, and all away when one of them ends.
        var (_, device) = await home.Owner.AddPlantWithDeviceAsync("Agave", Cancellation);
        await using var client = await MqttDevice.ConnectAsync(home.Process.MqttPort, device, cancellationToken: Cancellation);
        var (rate, poll) = Create(request => home.Owner.Http.GetAsync(request.RequestUri!.AbsolutePath, Cancellation).GetAwaiter().GetResult());
        await client.PublishAsync("""{"temperature":21}""", cancellationToken: Cancellation);
        await poll.AskAsync(Cancellation);
        Assert.Null(poll.Fault);
        Assert.Equal(0, rate.Read().LastMinute);

        await client.PublishAsync("""{"temperature":22}""", cancellationToken: Cancellation);

        await Infrastructure.Until.TrueAsync(async () =>
        {
            await poll.AskAsync(Cancellation);
            return rate.Read().LastMinute == 1;
        }, Cancellation);
    }

    private static string Metrics(string worker, long stored) => $$"""
        # TYPE target info
        target_info{service_name="PlantCare.Ingest",service_instance_id="{{worker}}"} 1
        # TYPE plantcare_ingest_messages_total counter
        plantcare_ingest_messages_total{otel_scope_name="PlantCare.Ingest"} 9
        # TYPE plantcare_ingest_readings_stored_total counter
        plantcare_ingest_readings_stored_total{otel_scope_name="PlantCare.Ingest"} {{stored}} 1764050000000
        """;

    private (IngestRate Rate, IngestPoll Poll) Create(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var rate = new IngestRate(_services.GetRequiredService<IMeterFactory>(), TimeProvider.System);
        return (rate, new IngestPoll(new Clients(answer), rate, TimeProvider.System));
    }

    private sealed class Clients(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler, IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
