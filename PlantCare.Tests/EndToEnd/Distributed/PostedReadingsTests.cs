using System.Net;
using System.Text.Json;
using PlantCare.Tests.Api;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Ingest;
using PlantCare.Tests.Servers;

namespace PlantCare.Tests.EndToEnd.Distributed;

/// <summary><c>POST /data</c> where ingest is another process: the same answers as at home.</summary>
public sealed class PostedReadingsTests(SharedPostgres postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_is_stored_when_it_is_accepted_and_refused_for_the_same_reasons_as_at_home()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();

        // At once: Ingest has hardly heard of the device yet.
        using var accepted = await home.PostAsync("""[{"temperature":21.5,"timestamp":"NOW"},{"temperature":900}]""".Replace("NOW", Now(), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var answer = await accepted.JsonAsync();
        Assert.Equal(1, answer.GetProperty("stored").GetInt32());
        Assert.Equal("out_of_range", answer.GetProperty("rejected")[0].GetProperty("reason").GetString());
        Assert.Equal(21.5, Assert.Single(await home.Owner.Client.Data.GetLatestAsync(home.Plant.Id, Cancellation)).Metrics["temperature"].Number);

        using var refused = await home.PostAsync("""{"temperature":900}""");
        var problem = await refused.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(JsonValueKind.Array, problem.GetProperty("rejected").ValueKind);

        using var tooLarge = await home.PostAsync(new string(' ', 70_000) + """{"temperature":20}""");
        await tooLarge.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);

        using var stranger = await home.Owner.SubmitAsync(home.Device.DeviceId, "wrong", """{"temperature":20}""");
        await stranger.ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.StartsWith("Basic", stranger.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_while_ingest_is_away_is_asked_to_come_again_and_is_stored_when_it_is_back()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres, ("Api:IntakeTimeout", "00:00:03"));
        using var home = await edition.MoveInAsync();
        await edition.StopIngestAsync();

        using var away = await home.PostAsync("""{"temperature":20}""");
        var problem = await away.ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Contains("send them again", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull(away.Headers.RetryAfter?.Delta);
        Assert.Equal(1, edition.Api.Warnings("cannot be handed on to Ingest"));
        using var health = await home.Owner.Http.GetAsync("/health", Cancellation);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal("degraded", (await health.JsonAsync()).GetProperty("checks").GetProperty("ingest").GetProperty("status").GetString());

        await edition.StartIngestAsync();
        using var back = await home.PostAsync("""{"temperature":20}""");
        Assert.Equal(HttpStatusCode.Accepted, back.StatusCode);
    }

    [Fact]
    public async Task Post_while_the_store_is_away_is_asked_to_come_again_and_sent_only_once()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();
        var store = new UnreliableStore { IsAway = true };
        await edition.StopIngestAsync();
        await edition.StartIngestAsync(services => services.Decorate(store), ("Ingest:IntakeTimeout", "00:00:01"));

        using var away = await home.PostAsync("""{"temperature":20}""");
        await away.ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(away.Headers.RetryAfter?.Delta);

        // What was not promised may be kept all the same; once, because nobody sent it again.
        store.IsAway = false;
        await Until.TrueAsync(async () => await CountAsync() > 0, Cancellation);
        Assert.Equal(1, await CountAsync());

        async Task<int> CountAsync() => (await home.Owner.Client.Data.ReadAsync(new(home.Plant.Id), Cancellation)).Count;
    }

    [Fact]
    public async Task Ingest_trusts_nobody_who_knocks_at_its_own_door()
    {
        await using var edition = await ApiAndIngest.StartAsync(postgres);
        using var home = await edition.MoveInAsync();
        using var http = new HttpClient { BaseAddress = edition.IngestAddress };

        using var nobody = await http.SendJsonAsync(HttpMethod.Post, "/intake", """{"temperature":20}""");
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);

        http.DefaultRequestHeaders.Authorization = ApiCaller.Basic(home.Device.DeviceId, "wrong");
        using var stranger = await http.SendJsonAsync(HttpMethod.Post, "/intake", """{"temperature":20}""");
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Empty((await home.Owner.Client.Data.ReadAsync(new(home.Plant.Id), Cancellation)).Data);
    }

    [Fact]
    public async Task Api_that_is_not_told_where_ingest_is_says_which_setting_is_missing()
    {
        var server = await postgres.GetAsync();
        await using var api = await BrokerApi.StartAsync(server.ConnectionString(await server.CreateDatabaseAsync()), broker: null);
        using var owner = await api.RegisterAsync();
        var device = await owner.AddDeviceAsync();

        using var answer = await owner.SubmitAsync(device.DeviceId, device.Secret, """{"temperature":20}""");
        var problem = await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Contains("services__ingest__http__0", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        using var live = await owner.Http.GetAsync("/live", Cancellation);
        problem = await live.ProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Contains("ConnectionStrings__mqtt", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static string Now() => TimeProvider.System.GetUtcNow().ToString("o", System.Globalization.CultureInfo.InvariantCulture);
}
