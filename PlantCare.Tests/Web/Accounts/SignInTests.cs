using System.Net;
using System.Text.RegularExpressions;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Accounts;

public sealed partial class SignInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_without_session_leads_to_sign_in_and_back()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser(follow: false);

        var asked = await browser.GetAsync(new Uri("/account?a=b", UriKind.Relative), Cancel);
        Assert.Equal("/sign-in?returnUrl=%2Faccount%3Fa%3Db", asked.Headers.Location!.OriginalString);

        var answer = await PostAsync(browser, asked.Headers.Location.OriginalString, ApiServer.Email, ApiServer.Password);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.EndsWith("/account?a=b", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_in_gives_the_browser_an_opaque_cookie_only()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser(follow: false);

        var answer = await PostAsync(browser, "/sign-in", ApiServer.Email, ApiServer.Password);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("plantcare-session=", StringComparison.Ordinal));
        Assert.Matches("^plantcare-session=[A-Za-z0-9_-]{43}; max-age=1209600; path=/; samesite=lax; httponly$", cookie);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    public async Task Sign_in_with_a_foreign_return_address_goes_home(string to)
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser(follow: false);

        var answer = await PostAsync(browser, "/sign-in?returnUrl=" + Uri.EscapeDataString(to), ApiServer.Email, ApiServer.Password);

        Assert.Equal(host.Address + "/", new Uri(new Uri(host.Address), answer.Headers.Location!).ToString());
    }

    [Theory]
    [InlineData("ada@example.org", 1, "do not belong together")]
    [InlineData("nobody@example.org", 1, "do not belong together")]
    [InlineData("ada@example.org", 6, "Too many attempts")]
    public async Task Sign_in_that_fails_says_why(string email, int tries, string words)
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser();

        var answer = await PostAsync(browser, "/sign-in", email, "not the password");
        while (--tries > 0)
        {
            answer = await PostAsync(browser, "/sign-in", email, "not the password");
        }

        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("plantcare-session", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sign_in_while_api_is_away_says_so()
    {
        using var folder = new TempFolder();
        await using var host = await DashboardHost.StartAsync("http://127.0.0.1:9", folder.Path);
        using var browser = host.CreateBrowser();

        var answer = await PostAsync(browser, "/sign-in", ApiServer.Email, ApiServer.Password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("is not answering", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_survives_a_restart_of_the_dashboard_and_ends_with_sign_out()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        string cookie;
        await using (var before = await DashboardHost.StartAsync(api.Address, folder.Path))
        {
            using var browser = before.CreateBrowser(follow: false);
            var answer = await PostAsync(browser, "/sign-in", ApiServer.Email, ApiServer.Password);
            cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("plantcare-session=", StringComparison.Ordinal)).Split(';')[0];
        }

        await using var after = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var returning = after.CreateBrowser(follow: false);
        returning.DefaultRequestHeaders.Add("Cookie", cookie);
        var account = await returning.GetAsync(new Uri("/account", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, account.StatusCode);

        var page = await account.Content.ReadAsStringAsync(Cancel);
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", TokenOf(page))]);
        var antiforgery = string.Join("; ", account.Headers.GetValues("Set-Cookie").Select(value => value.Split(';')[0]).Append(cookie).Distinct(StringComparer.Ordinal));
        returning.DefaultRequestHeaders.Remove("Cookie");
        returning.DefaultRequestHeaders.Add("Cookie", antiforgery);
        var left = await returning.PostAsync(new Uri("/sign-out", UriKind.Relative), form, Cancel);
        Assert.Equal(HttpStatusCode.Found, left.StatusCode);

        // A browser that has kept its key is told why; one that forgot it, as it was told to, is asked as any other.
        var again = await returning.GetAsync(new Uri("/account", UriKind.Relative), Cancel);
        Assert.Equal("/sign-in?returnUrl=%2Faccount&ended=true", again.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Sign_out_without_the_antiforgery_token_is_refused()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser(follow: false);
        await PostAsync(browser, "/sign-in", ApiServer.Email, ApiServer.Password);
        using var form = new FormUrlEncodedContent([]);

        var answer = await browser.PostAsync(new Uri("/sign-out", UriKind.Relative), form, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri("/account", UriKind.Relative), Cancel)).StatusCode);
    }

    [Fact]
    public async Task First_visit_leads_to_the_administrator_account()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path, withAccount: false);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser();

        var welcome = await browser.GetAsync(new Uri("/", UriKind.Relative), Cancel);
        Assert.Equal("/welcome", welcome.RequestMessage!.RequestUri!.AbsolutePath);

        var overview = await PostAsync(browser, "/welcome", "first@example.org", "a garden of my own", "register");
        Assert.Equal("/", overview.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("meet your first plant", await overview.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada@example.org", "a garden of my own", "is an account with this e-mail address")]
    [InlineData("new@example.org", "short", "at least 10 characters")]
    public async Task Register_that_fails_says_why(string email, string password, string words)
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser();

        var answer = await PostAsync(browser, "/register", email, password, "register");

        var problem = ProblemPattern().Match(await answer.Content.ReadAsStringAsync(Cancel)).Value;
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string path, string email, string password, string handler = "sign-in")
    {
        var page = await browser.GetStringAsync(new Uri(path, UriKind.Relative), Cancel);
        using var form = new FormUrlEncodedContent(
            [new("_handler", handler), new("__RequestVerificationToken", TokenOf(page)), new("Input.Email", email), new("Input.Password", password)]);
        return await browser.PostAsync(new Uri(path, UriKind.Relative), form, Cancel);
    }

    private static string TokenOf(string page) => WebUtility.HtmlDecode(TokenPattern().Match(page).Groups["token"].Value);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenPattern();

    [GeneratedRegex("id=\"problems\".*?</form>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProblemPattern();
}
