using System.Net;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Api;

/// <summary>What Api's answers tell browsers and caches, whatever kind of answer it is.</summary>
[Collection(ApiTests.Name)]
public sealed class AnswerHeaderTests(ApiFixture api, Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/plants", HttpStatusCode.OK)]
    [InlineData("/data?format=csv", HttpStatusCode.OK)]
    [InlineData("/live", HttpStatusCode.OK)]
    [InlineData("/plants/01890000-0000-7000-8000-000000000000", HttpStatusCode.NotFound)]
    [InlineData("/data?limit=many", HttpStatusCode.BadRequest)]
    [InlineData("/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/docs", HttpStatusCode.Found)]
    [InlineData("/docs/scalar.js", HttpStatusCode.OK)]
    public async Task Answer_is_no_page_no_frame_and_only_what_it_says(string path, HttpStatusCode status)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = api.Administrator.Http.BaseAddress };
        http.DefaultRequestHeaders.Authorization = api.Administrator.Http.DefaultRequestHeaders.Authorization;

        using var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; frame-ancestors 'none'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Null(Header(answer, "Server"));
        Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/plants")]
    [InlineData("/data")]
    [InlineData("/data?format=csv")]
    [InlineData("/users/me")]
    [InlineData("/nothing/here")]
    public async Task Answer_to_somebody_is_kept_by_no_cache(string path)
    {
        using var answer = await api.Administrator.Http.GetAsync(path, Cancellation);

        Assert.True(answer.Headers.CacheControl?.NoStore, $"{path} says {answer.Headers.CacheControl}");
    }

    [Fact]
    public async Task Tokens_are_kept_by_no_cache()
    {
        using var answer = await api.Host.Anonymous.SendJsonAsync(
            HttpMethod.Post, "/auth/login", $$"""{"email":"{{api.Administrator.Credentials.Email}}","password":"{{ApiCaller.Password}}"}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Documentation_page_runs_nothing_but_its_own_scripts_and_breaks_no_rule()
    {
        var page = await chromium.OpenAsync(api.Host.Anonymous.BaseAddress!.ToString());

        var answer = await page.GotoAsync("/docs/");
        await page.GetByText("/auth/login").First.WaitForAsync();

        Assert.Contains("script-src 'nonce-", answer!.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", answer.Headers["content-security-policy"], StringComparison.Ordinal);

        // One of its libraries tries whether it might, and does without.
        PolicyViolations.AssertNone(page, violation => violation.StartsWith("script-src: eval at ", StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("PLANTCARE_SCREENSHOTS") is { Length: > 0 } shots)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(shots, "docs.png") });
        }

        await page.Context.CloseAsync();
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
