using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.EndToEnd;

/// <summary>The demo, as somebody meets it who has ten minutes.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Demo_hasThreePlantsWithHistoryThatGoOn_alsoAfterARestart()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        var settings = StandaloneProcess.FreePorts(folder.Path);
        await using (var first = await StandaloneProcess.StartAsync(settings, ["--demo"], cancellationToken: token))
        {
            using var http = await SignInAsync(first, token);
            var client = new PlantCareClient(http);
            await Until.TrueAsync(async () => (await client.Data.GetLatestAsync(cancellationToken: token)).Count == 3, token);
            Assert.Equal(3, (await client.Plants.ListAsync(cancellationToken: token)).Data.Count);
            Assert.False((await client.Auth.GetMeAsync(token)).IsAdministrator);
            Assert.True((await client.Auth.GetRegistrationAsync(token)).FirstAccount);
            Assert.Equal(0, await first.TerminateAsync());
        }

        await using var second = await StandaloneProcess.StartAsync(settings, ["--demo"], cancellationToken: token);
        using var again = await SignInAsync(second, token);
        var restarted = new PlantCareClient(again);
        var since = TimeProvider.System.GetUtcNow();
        await Until.TrueAsync(async () => (await restarted.Data.GetLatestAsync(cancellationToken: token)).Count(row => row.Time >= since) == 3, token);

        Assert.Equal(3, (await restarted.Plants.ListAsync(cancellationToken: token)).Data.Count);
        Assert.Equal(3, (await restarted.Devices.ListAsync(cancellationToken: token)).Data.Count);
        var days = await restarted.Data.GetAggregatedAsync(new AggregatedRequest(since.AddDays(-13), since, TimeSpan.FromDays(1), Field: "soil_moisture"), token);
        Assert.True(days.Count >= 3 * 12, $"{days.Count} plant days of history");
        Assert.DoesNotContain("fail:", second.Output, StringComparison.Ordinal);
    }

    // The banner says how.
    private static async Task<HttpClient> SignInAsync(StandaloneProcess home, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = home.Api, Timeout = TimeSpan.FromSeconds(30) };
        var credentials = new Credentials(Said(home, "e-mail"), Said(home, "password"));
        var tokens = await new PlantCareClient(http).Auth.LoginAsync(credentials, cancellationToken);
        http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);
        return http;
    }

    private static string Said(StandaloneProcess home, string word) =>
        home.Output.Split('\n').Select(line => line.Trim()).First(line => line.StartsWith(word, StringComparison.Ordinal))[word.Length..].Trim();
}
