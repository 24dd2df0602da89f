using System.Net;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web;

/// <summary>What the dashboard's answers tell browsers, whatever kind of answer it is.</summary>
public sealed class PageHeaderTests(LookFixture servers) : IClassFixture<LookFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/sign-in?existing=true", HttpStatusCode.OK)]
    [InlineData("/register", HttpStatusCode.OK)]
    [InlineData("/nothing/grows/here", HttpStatusCode.NotFound)]
    [InlineData("/status/500", HttpStatusCode.OK)]
    public async Task Page_runs_our_scripts_only_and_is_framed_by_nobody(string path, HttpStatusCode status)
    {
        using var browser = servers.Lived.CreateBrowser();

        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        Assert.Equal(status, answer.StatusCode);
        AssertClosed(answer);
        var policy = Directives(answer);
        Assert.Equal("'none'", policy["default-src"]);
        Assert.Matches("^'self' 'nonce-[A-Za-z0-9+/=]{24}'$", policy["script-src"]);
        Assert.Equal("'none'", policy["script-src-attr"]);
        Assert.Equal("'self'", policy["style-src-elem"]);
        Assert.Equal("'none'", policy["frame-ancestors"]);
        Assert.Equal("'self'", policy["form-action"]);
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
        Assert.True(answer.Headers.CacheControl?.NoStore, $"a cache may keep it: {answer.Headers.CacheControl}");
    }

    [Fact]
    public async Task Nonce_is_another_one_for_every_page()
    {
        using var browser = servers.Lived.CreateBrowser();

        using var first = await browser.GetAsync(new Uri("/sign-in?existing=true", UriKind.Relative), Cancel);
        using var second = await browser.GetAsync(new Uri("/sign-in?existing=true", UriKind.Relative), Cancel);

        Assert.NotEqual(Directives(first)["script-src"], Directives(second)["script-src"]);
    }

    [Theory]
    [InlineData("/app.css", HttpStatusCode.OK)]
    [InlineData("/mud-theme.css", HttpStatusCode.OK)]
    [InlineData("/favicon.svg", HttpStatusCode.OK)]
    [InlineData("/_framework/blazor.web.js", HttpStatusCode.OK)]
    [InlineData("/plants/new", HttpStatusCode.Found)]
    [InlineData("/alive", HttpStatusCode.OK)]
    public async Task What_is_no_page_can_do_nothing_in_a_browser(string path, HttpStatusCode status)
    {
        using var browser = servers.Lived.CreateBrowser(follow: false);

        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        Assert.Equal(status, answer.StatusCode);
        AssertClosed(answer);
        Assert.Equal("'none'", Directives(answer)["default-src"]);
        Assert.DoesNotContain("unsafe", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_without_its_antiforgery_token_is_refused_and_signs_nobody_in()
    {
        using var browser = servers.Lived.CreateBrowser(follow: false);
        using var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Input.Email", ApiServer.Email), new("Input.Password", ApiServer.Password)]);

        using var answer = await browser.PostAsync(new Uri("/sign-in", UriKind.Relative), form, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        AssertClosed(answer);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("plantcare-session", StringComparison.Ordinal)));
    }

    private static void AssertClosed(HttpResponseMessage answer)
    {
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Contains(Header(answer, "Referrer-Policy"), (string[])["same-origin", "no-referrer"]);
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
        Assert.Contains("microphone=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Null(Header(answer, "Server"));
    }

    // default-src 'none'; script-src 'self' 'nonce-…'; …
    private static Dictionary<string, string> Directives(HttpResponseMessage answer) =>
        Header(answer, "Content-Security-Policy")!.Split("; ").Select(directive => directive.Split(' ', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
