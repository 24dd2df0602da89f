using System.Net;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Tests.Api;

/// <summary>Which web sites' scripts may read what Api answers: none, unless they are named.</summary>
public sealed class OtherSiteTests
{
    private const string Allowed = "Access-Control-Allow-Origin";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unconfigured_no_site_may_read_or_ask()
    {
        await using var host = await ApiHost.StartAsync();

        using var read = await AskAsync(host, HttpMethod.Get, "https://garden.example");
        using var preflight = await AskAsync(host, HttpMethod.Options, "https://garden.example");

        Assert.False(read.Headers.Contains(Allowed));
        Assert.False(preflight.Headers.Contains(Allowed));
        Assert.NotEqual(HttpStatusCode.NoContent, preflight.StatusCode);
    }

    [Fact]
    public async Task Configured_a_site_that_is_named_may_and_no_other_nor_with_cookies()
    {
        await using var host = await ApiHost.StartAsync(("Api:CorsOrigins", "https://garden.example; http://localhost:3000"));

        using var named = await AskAsync(host, HttpMethod.Options, "http://localhost:3000");
        using var other = await AskAsync(host, HttpMethod.Options, "https://garden.example.evil.example");

        Assert.Equal("http://localhost:3000", Assert.Single(named.Headers.GetValues(Allowed)));
        Assert.False(named.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.False(other.Headers.Contains(Allowed));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("garden.example")]
    [InlineData("https://garden.example/app")]
    [InlineData("null")]
    public async Task Configured_what_is_no_site_stops_the_start(string origins)
    {
        var refusal = await Assert.ThrowsAsync<StartUpException>(() => ApiHost.StartAsync(("Api:CorsOrigins", origins)));

        Assert.Contains("Api__CorsOrigins", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> AskAsync(ApiHost host, HttpMethod method, string origin)
    {
        using var request = new HttpRequestMessage(method, "/auth/registration");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        return await host.Anonymous.SendAsync(request, Cancellation);
    }
}
