using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using PlantCare.Contracts.Auth;

namespace PlantCare.Tests.Api;

/// <summary>Who asks too much is told so, and when to come again; nobody else notices.</summary>
public sealed class RateLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_tried_too_often_from_an_address_is_refused_until_RetryAfter_and_from_another_it_is_not()
    {
        await using var host = await ApiHost.StartAsync(("RateLimits:SignInPerMinute", "20"));
        using var person = await host.RegisterAsync();
        using var guesser = host.CreateClient();
        guesser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        // Each at another account, so that none of them is locked; on a slow machine the limit lets a few more through than 20.
        var guesses = 0;
        var refused = await LoginAsync(guesser, new Credentials("nobody@example.com", "guess number 0"));
        while (refused.StatusCode == HttpStatusCode.Unauthorized && guesses++ < 60)
        {
            refused.Dispose();
            refused = await LoginAsync(guesser, new Credentials($"nobody{guesses}@example.com", $"guess number {guesses}"));
        }

        Assert.True(guesses >= 19, $"refused after {guesses}");
        var problem = await refused.ProblemAsync(HttpStatusCode.TooManyRequests);
        var wait = refused.Headers.RetryAfter!.Delta!.Value;
        refused.Dispose();
        Assert.Contains($"Wait {wait.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));

        using var elsewhere = host.CreateClient();
        elsewhere.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.8");
        using var fromElsewhere = await LoginAsync(elsewhere, person.Credentials);
        Assert.Equal(HttpStatusCode.OK, fromElsewhere.StatusCode);

        await Task.Delay(wait, TimeProvider.System, Cancellation);
        using var again = await LoginAsync(guesser, person.Credentials);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Address_that_nobody_vouches_for_is_not_believed()
    {
        await using var host = await ApiHost.StartAsync(("RateLimits:SignInPerMinute", "3"), ("Http:TrustedProxies", "192.0.2.0/24"));
        using var http = host.CreateClient();

        // The header's last entry is the trusted proxy's, by loopback; what stands before it was said by the caller.
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/auth/forgotPassword") { Content = JsonContentOf("""{"email":"a@example.com"}""") };
            request.Headers.Add("X-Forwarded-For", $"198.51.100.{i}, 203.0.113.9");
            using var answer = await http.SendAsync(request, Cancellation);
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, answers[..^1]);
    }

    [Fact]
    public async Task Account_that_asks_too_much_is_refused_and_its_neighbour_at_the_same_address_is_not()
    {
        await using var host = await ApiHost.StartAsync(("RateLimits:AccountPerMinute", "6"));
        using var busy = await host.RegisterAsync();
        using var neighbour = await host.RegisterAsync();

        var statuses = await AskAsync(busy.Http, "/plants", times: 8);

        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.Equal([HttpStatusCode.OK], await AskAsync(neighbour.Http, "/plants", times: 1));
    }

    [Fact]
    public async Task Key_that_asks_too_much_is_refused_and_another_of_the_same_account_is_not()
    {
        await using var host = await ApiHost.StartAsync(("RateLimits:KeyPerMinute", "6"));
        using var owner = await host.RegisterAsync();
        using var busy = await WithKeyAsync(host, owner, "Busy");
        using var other = await WithKeyAsync(host, owner, "Other");

        var statuses = await AskAsync(busy, "/plants", times: 8);

        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.Equal([HttpStatusCode.OK], await AskAsync(other, "/plants", times: 1));
        Assert.Equal([HttpStatusCode.OK], await AskAsync(owner.Http, "/plants", times: 1));
    }

    [Fact]
    public async Task Device_that_posts_too_often_is_refused_and_another_is_not()
    {
        await using var host = await ApiHost.StartAsync(("RateLimits:DevicePerMinute", "3"));
        using var owner = await host.RegisterAsync();
        var plant = await owner.AddPlantAsync();
        var (busy, other) = (await owner.AddDeviceAsync(plant.Id), await owner.AddDeviceAsync(plant.Id));

        for (var i = 0; i < 3; i++)
        {
            using var taken = await owner.SubmitAsync(busy.DeviceId, busy.Secret, """{"temperature":20}""");
            Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        }

        using var refused = await owner.SubmitAsync(busy.DeviceId, busy.Secret, """{"temperature":20}""");
        var problem = await refused.ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Contains("as one array", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var taken2 = await owner.SubmitAsync(other.DeviceId, other.Secret, """{"temperature":20}""");
        Assert.Equal(HttpStatusCode.Accepted, taken2.StatusCode);
    }

    [Fact]
    public async Task Device_id_with_a_wrong_secret_uses_nothing_up_of_the_devices_own_limit()
    {
        await using var host = await ApiHost.StartAsync(("RateLimits:DevicePerMinute", "2"));
        using var owner = await host.RegisterAsync();
        var device = await owner.AddDeviceAsync((await owner.AddPlantAsync()).Id);

        for (var i = 0; i < 5; i++)
        {
            using var wrong = await owner.SubmitAsync(device.DeviceId, "guessed", """{"temperature":20}""");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var taken = await owner.SubmitAsync(device.DeviceId, device.Secret, """{"temperature":20}""");
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
    }

    [Fact]
    public async Task Address_that_asks_too_much_is_refused_but_health_always_answers()
    {
        await using var host = await ApiHost.StartAsync(("RateLimits:AddressPerMinute", "5"));

        var statuses = await AskAsync(host.Anonymous, "/auth/registration", times: 7);

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        foreach (var path in (string[])["/health", "/alive", "/metrics"])
        {
            Assert.All(await AskAsync(host.Anonymous, path, times: 10), status => Assert.Equal(HttpStatusCode.OK, status));
        }
    }

    [Fact]
    public async Task Anonymous_who_asks_too_much_leaves_those_at_the_same_address_alone_who_signed_in()
    {
        await using var host = await ApiHost.StartAsync(("RateLimits:AnonymousPerMinute", "10"));
        using var person = await host.RegisterAsync();

        var statuses = await AskAsync(host.Anonymous, "/auth/registration", times: 14);

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.All(await AskAsync(person.Http, "/plants", times: 5), status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public void Defaults_let_a_greenhouse_a_dashboard_and_a_script_through()
    {
        var limits = new PlantCare.ServiceDefaults.RateLimits.RateLimitSettings();

        // A thousand devices behind one router that post every second; a page with a hundred calls every second; a script without a pause at 100/s.
        Assert.True(limits.AddressPerMinute >= 1_000 * 60);
        Assert.True(limits.AccountPerMinute >= 100 * 60);
        Assert.True(limits.KeyPerMinute >= 100 * 60);
    }

    private static async Task<HttpClient> WithKeyAsync(ApiHost host, ApiCaller owner, string name)
    {
        var key = await owner.Client.Credentials.CreateKeyAsync(new CreateKeyRequest(name, ["read"]), Cancellation);
        var http = host.CreateClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);
        return http;
    }

    private static async Task<List<HttpStatusCode>> AskAsync(HttpClient http, string path, int times)
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < times; i++)
        {
            using var answer = await http.GetAsync(path, Cancellation);
            statuses.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
                await answer.ProblemAsync(HttpStatusCode.TooManyRequests);
            }
        }

        return statuses;
    }

    private static Task<HttpResponseMessage> LoginAsync(HttpClient http, Credentials credentials) => http.SendJsonAsync(
        HttpMethod.Post, "/auth/login", $$"""{"email":"{{credentials.Email}}","password":"{{credentials.Password}}"}""");

    private static StringContent JsonContentOf(string json) => new(json, MediaTypeHeaderValue.Parse("application/json"));
}
