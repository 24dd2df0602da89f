using System.Net;
using System.Text.RegularExpressions;
using PlantCare.Contracts.Auth;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Accounts;

/// <summary>The pages that lead back into an account, posted as a browser does.</summary>
public sealed partial class RecoveryPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_lead_back_into_an_account_and_tell_nobody_whether_there_is_one()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        using var browser = host.CreateBrowser();
        const string Person = "bea@example.org";
        await api.SignInAsync(Person);
        Assert.Contains("/account/forgot-password", await browser.GetStringAsync(new Uri("/sign-in?existing=true", UriKind.Relative), Cancel), StringComparison.Ordinal);

        // The same words for everybody; and that nothing is mailed here.
        var (known, unknown) = (
            await PostAsync(browser, "/account/forgot-password", ("Input.Email", Person)),
            await PostAsync(browser, "/account/forgot-password", ("Input.Email", "nobody@example.org")));
        Assert.Contains("an e-mail is on its way", known, StringComparison.Ordinal);
        Assert.Contains("sends no mail", known, StringComparison.Ordinal);
        Assert.Equal(Body(known), Body(unknown));

        // A code that is wrong, a password that is, and then neither.
        Assert.Contains("no good any more", await PostAsync(browser, $"/account/reset-password?email={Person}&code=abc", ("Input.Password", "a meadow of my own")), StringComparison.Ordinal);
        var account = (await api.Owner.Administration.ListUsersAsync(Person, cancellationToken: Cancel)).Data.Single();
        var reset = await api.Owner.Administration.ResetPasswordAsync(account.Id, Cancel);
        var link = $"/account/reset-password?email={Uri.EscapeDataString(reset.Email)}&code={Uri.EscapeDataString(reset.ResetCode)}";
        Assert.Contains("guessed first", await PostAsync(browser, link, ("Input.Password", "password1234")), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Your password is changed", await PostAsync(browser, link, ("Input.Password", "a meadow of my own")), StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = new Uri(api.Address) };
        await new PlantCare.Contracts.Client.PlantCareClient(http).Auth.LoginAsync(new Credentials(Person, "a meadow of my own"), Cancel);

        // A mail program that opens the link confirms nothing; a link that is wrong says so.
        Assert.Contains("<form", await browser.GetStringAsync(new Uri($"/account/confirm?user={account.Id}&code=abc", UriKind.Relative), Cancel), StringComparison.Ordinal);
        Assert.Contains("no good any more", await PostAsync(browser, $"/account/confirm?user={account.Id}&code=abc"), StringComparison.Ordinal);
        Assert.Contains("an e-mail is on its way", await PostAsync(browser, "/account/letter", ("Input.Email", Person)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development", "Development", true)]
    [InlineData("Production", "Development", false)]
    [InlineData("Development", "Production", false)]
    public async Task Link_of_a_letter_that_is_not_sent_is_shown_in_development_alone(string apiEnvironment, string webEnvironment, bool isShown)
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path, environment: apiEnvironment);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path, environment: webEnvironment);
        using var browser = host.CreateBrowser();
        const string Person = "bea@example.org";
        await api.SignInAsync(Person);

        // First the address has to be somebody's own, else a forgotten password brings no link.
        Assert.Empty(ShownLink(await PostAsync(browser, "/account/forgot-password", ("Input.Email", Person))));
        var confirm = ShownLink(await PostAsync(browser, "/account/letter", ("Input.Email", Person)));
        if (!isShown)
        {
            Assert.Empty(confirm);
            return;
        }

        Assert.StartsWith("/account/confirm?", confirm, StringComparison.Ordinal);
        Assert.Contains("Your address is confirmed", await PostAsync(browser, confirm), StringComparison.Ordinal);
        Assert.Empty(ShownLink(await PostAsync(browser, "/account/forgot-password", ("Input.Email", "nobody@example.org"))));

        var reset = ShownLink(await PostAsync(browser, "/account/forgot-password", ("Input.Email", Person)));
        Assert.StartsWith("/account/reset-password?", reset, StringComparison.Ordinal);
        Assert.Contains("Your password is changed", await PostAsync(browser, reset, ("Input.Password", "a meadow of my own")), StringComparison.Ordinal);
        await PostAsync(browser, "/sign-in?existing=true", ("Input.Email", Person), ("Input.Password", "a meadow of my own"));
        using var inside = await browser.GetAsync(new Uri("/account", UriKind.Relative), Cancel);
        Assert.Equal("/account", inside.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains(Person, await inside.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        host.Log.AssertNoErrors();
    }

    private static async Task<string> PostAsync(HttpClient browser, string page, params (string Name, string Value)[] fields)
    {
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancel);
        using var content = new FormUrlEncodedContent(
        [
            new("_handler", page.Split('?')[0].Split('/')[^1]),
            new("__RequestVerificationToken", Token().Match(html).Groups["token"].Value),
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]);
        using var answer = await browser.PostAsync(new Uri(page, UriKind.Relative), content, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>Where the link leads in the notice that a form is done; empty where there is none.</summary>
    private static string ShownLink(string html)
    {
        var notice = Notice().Match(html);
        Assert.True(notice.Success, html);
        var link = Link().Match(notice.Value);
        Assert.Equal(link.Success, notice.Value.Contains("Development: no e-mail is sent.", StringComparison.Ordinal));
        return link.Groups["href"].Value;
    }

    private static string Body(string html) => Card().Match(html).Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Token();

    [GeneratedRegex("<div class=\"notice tone-good\" role=\"status\">.*?</div>\\s*</div>", RegexOptions.Singleline, 1_000)]
    private static partial Regex Notice();

    [GeneratedRegex("<a href=\"(?<href>[^\"]+)\">Open the link that would be in it</a>", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Link();

    [GeneratedRegex("<section class=\"bare-card\">.*?</section>", RegexOptions.Singleline, 1_000)]
    private static partial Regex Card();
}
