using System.Net;
using System.Text.RegularExpressions;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Languages;

/// <summary>Which language a page comes in, and how another is chosen: before anybody has signed in, and without a script.</summary>
public sealed partial class LanguageChoiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "en", "Sign in")]
    [InlineData("en-GB", "en", "Sign in")]
    [InlineData("de-AT, en;q=0.5", "de", "Anmelden")]
    [InlineData("it-CH", "it", "Accedi")]
    [InlineData("fr-FR, fr;q=0.9, pt;q=0.8, es;q=0.7, it;q=0.5", "it", "Accedi")]
    [InlineData("fr", "en", "Sign in")]
    [InlineData("*", "en", "Sign in")]
    public async Task Page_speaks_as_the_browser_asks(string? asked, string language, string words)
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser();
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", asked);

        var page = await browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Cancel);

        Assert.Contains($"<html lang=\"{language}\"", page, StringComparison.Ordinal);
        Assert.Contains($"<h1>{words}</h1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choice_is_kept_and_leads_back()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser(follow: false);
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("it");

        var answer = await ChooseAsync(browser, "de", "/sign-in?returnUrl=%2Fdevices");

        Assert.Equal("/sign-in?returnUrl=%2Fdevices", answer.Headers.Location!.OriginalString);
        Assert.Contains("plantcare-language=de; max-age=31536000; path=/; samesite=lax; httponly", answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("<html lang=\"de\"", await browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Cancel), StringComparison.Ordinal);
        Assert.Contains("<h1>Hier wächst nichts</h1>", await TextAsync(await browser.GetAsync(new Uri("/status/404", UriKind.Relative), Cancel)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData(null)]
    public async Task Choice_with_a_foreign_way_back_leads_home(string? to)
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser(follow: false);

        Assert.Equal("/", (await ChooseAsync(browser, "it", to)).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Choice_of_an_unknown_language_or_from_another_site_is_refused()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser(follow: false);

        var unknown = await ChooseAsync(browser, "tlh", "/");
        using var form = new FormUrlEncodedContent([new("language", "de")]);
        var forged = await browser.PostAsync(new Uri("/language", UriKind.Relative), form, Cancel);

        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest], [unknown.StatusCode, forged.StatusCode]);
        Assert.False(unknown.Headers.Contains("Set-Cookie") || forged.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("de", "Das Passwort ist zu kurz")]
    [InlineData("it", "La password è troppo corta")]
    public async Task Refusal_of_a_new_account_is_said_in_the_language(string language, string words)
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var page = await browser.GetStringAsync(new Uri("/register", UriKind.Relative), Cancel);
        using var form = new FormUrlEncodedContent(
            [new("_handler", "register"), new("__RequestVerificationToken", TokenOf(page)), new("Input.Email", "new@example.org"), new("Input.Password", "short")]);
        var answer = await TextAsync(await browser.PostAsync(new Uri("/register", UriKind.Relative), form, Cancel));

        Assert.Contains(words, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("must", answer, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> ChooseAsync(HttpClient browser, string language, string? to)
    {
        var page = await browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Cancel);
        using var form = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", TokenOf(page)), new("language", language), new("returnUrl", to)]);
        return await browser.PostAsync(new Uri("/language", UriKind.Relative), form, Cancel);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));

    private static string TokenOf(string page) => WebUtility.HtmlDecode(TokenPattern().Match(page).Groups["token"].Value);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenPattern();
}
