using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PlantCare.Api.Accounts.TwoFactor;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Servers;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Accounts;

/// <summary>Linking a Telegram account on the security page, and signing in with it, as somebody does with a browser and a phone.</summary>
public sealed partial class TelegramPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly (int Width, ColorScheme Scheme)[] Looks =
        [(1280, ColorScheme.Light), (1280, ColorScheme.Dark), (390, ColorScheme.Dark), (390, ColorScheme.Light)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Telegram_is_linked_signs_in_with_the_second_factor_and_is_unlinked()
    {
        using var folder = new TempFolder();
        await using var telegram = await TelegramServer.StartAsync();
        await using var api = await ApiServer.StartAsync(folder.Path, settings: telegram.Settings);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var person = new TelegramPerson(telegram);
        var page = await chromium.OpenAsync(host);

        // step 1: link it
        await Chromium.SignInAsync(page, "/account/security");
        await page.Locator("[name=telegram_password]").FillAsync("not the one");
        await page.GetByRole(AriaRole.Button, new() { Name = "Link Telegram" }).ClickAsync();
        await page.GetByText("The password is wrong").WaitForAsync();
        await page.Locator("[name=telegram_password]").FillAsync(ApiServer.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Link Telegram" }).ClickAsync();
        var panel = page.Locator(".telegram");
        await panel.GetByText("Telegram is on another device").ClickAsync();
        await LookAsync(page, "telegram-link");
        var question = await person.FollowAsync((await panel.GetByRole(AriaRole.Link, new() { Name = "Open Telegram" }).GetAttributeAsync("href"))!);
        await person.PressAsync(question, "Link");
        await panel.GetByText("Linked", new() { Exact = true }).WaitForAsync();
        await LookAsync(page, "telegram-linked");

        // step 2: sign in with it, from where somebody wanted to go
        var key = TimeCode.ReadKey((await api.Owner.Credentials.GetTwoFactorAsync(Cancellation)).SharedKey);
        await api.Owner.Credentials.EnableTwoFactorAsync(TimeCode.Of(key, TimeCode.StepAt(TimeProvider.System.GetUtcNow())), Cancellation);
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/sign-in?returnUrl=%2Faccount%2Fsecurity");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use Telegram" }).ClickAsync();
        var number = await page.Locator(".telegram-number strong").InnerTextAsync();
        await LookAsync(page, "telegram-sign-in");
        question = await person.FollowAsync((await page.GetByRole(AriaRole.Link, new() { Name = "Open Telegram" }).GetAttributeAsync("href"))!);
        await page.GetByText($"Now choose {number} in Telegram.").WaitForAsync();
        await person.PressAsync(question, number);
        await page.Locator("[name='Factor.Code']").WaitForAsync();
        await page.Locator("[name='Factor.Code']").FillAsync("12345");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await page.Locator("[name='Factor.Code']").FillAsync(TimeCode.Of(key, TimeCode.StepAt(TimeProvider.System.GetUtcNow()) + 1));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/account/security");

        // step 3: unlink it
        await Chromium.InteractiveAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Unlink" }).ClickAsync();
        await page.Locator(".confirm-dialog").GetByRole(AriaRole.Button, new() { Name = "Unlink" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Link Telegram" }).WaitForAsync();
        PolicyViolations.AssertNone(page);
        host.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Wrong_number_signs_nobody_in_and_one_may_begin_anew()
    {
        using var folder = new TempFolder();
        await using var telegram = await TelegramServer.StartAsync();
        await using var api = await ApiServer.StartAsync(folder.Path, settings: telegram.Settings);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var person = await LinkAsync(api, telegram);
        var page = await chromium.OpenAsync(host, 390);

        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use Telegram" }).ClickAsync();
        await person.PressAsync(await person.FollowAsync(await LinkOnAsync(page)), "It is not me");
        await page.GetByText("Nobody was signed in").WaitForAsync();
        await LookAsync(page, "telegram-refused");

        await page.GetByRole(AriaRole.Button, new() { Name = "Begin anew" }).ClickAsync();
        var question = await person.FollowAsync(await LinkOnAsync(page));
        await person.PressAsync(question, await page.Locator(".telegram-number strong").InnerTextAsync());
        await Chromium.InteractiveAsync(page);
        Assert.Equal("/", new Uri(page.Url).AbsolutePath);
        host.Log.AssertNoErrors();
        await page.Context.CloseAsync();

        static async Task<string> LinkOnAsync(IPage page) => (await page.GetByRole(AriaRole.Link, new() { Name = "Open Telegram" }).GetAttributeAsync("href"))!;
    }

    [Fact]
    public async Task Browser_without_scripts_signs_in_and_another_browser_does_not()
    {
        using var folder = new TempFolder();
        await using var telegram = await TelegramServer.StartAsync();
        await using var api = await ApiServer.StartAsync(folder.Path, settings: telegram.Settings);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var person = await LinkAsync(api, telegram);
        using var browser = host.CreateBrowser();
        using var other = host.CreateBrowser();

        var begun = await PostAsync(browser, "/sign-in", "telegram");
        var early = await PostAsync(browser, "/sign-in/telegram", "telegram-continue");
        Assert.Contains("Waiting for Telegram", early, StringComparison.Ordinal);
        await person.PressAsync(await person.FollowAsync(WebUtility.HtmlDecode(Link().Match(begun).Value)), Number().Match(begun).Groups["number"].Value);
        Assert.Equal("approved", await browser.GetStringAsync(new Uri("/sign-in/telegram/status", UriKind.Relative), Cancellation));

        // The state is the first browser's alone.
        Assert.Equal("over", await other.GetStringAsync(new Uri("/sign-in/telegram/status", UriKind.Relative), Cancellation));
        Assert.Contains("Begin anew", await other.GetStringAsync(new Uri("/sign-in/telegram", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain("state", begun[..begun.IndexOf("</section>", StringComparison.Ordinal)], StringComparison.OrdinalIgnoreCase);

        Assert.Contains("Add plant", await PostAsync(browser, "/sign-in/telegram", "telegram-continue"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_a_bot_nothing_is_offered_and_while_telegram_is_away_the_page_says_so()
    {
        using var folder = new TempFolder();
        await using (var api = await ApiServer.StartAsync(folder.Path))
        {
            await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
            using var browser = host.CreateBrowser();
            Assert.DoesNotContain("Telegram", await browser.GetStringAsync(new Uri("/sign-in?existing=true", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        }

        await using var telegram = await TelegramServer.StartAsync();
        telegram.Refusal = _ => (502, null);
        await using var withBot = await ApiServer.StartAsync(folder.Path, settings: telegram.Settings);
        await using var page = await DashboardHost.StartAsync(withBot.Address, folder.Path);
        using var asking = page.CreateBrowser();
        Assert.Contains("Telegram cannot be reached now", await PostAsync(asking, "/sign-in", "telegram"), StringComparison.Ordinal);
    }

    private static async Task<TelegramPerson> LinkAsync(ApiServer api, TelegramServer telegram)
    {
        var person = new TelegramPerson(telegram);
        await person.PressAsync(await person.FollowAsync((await api.Owner.Telegram.LinkAsync(ApiServer.Password, Cancellation)).Url), "Link");
        return person;
    }

    private static async Task<string> PostAsync(HttpClient browser, string page, string form)
    {
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative), Cancellation);
        using var content = new FormUrlEncodedContent([new("_handler", form), new("__RequestVerificationToken", Token().Match(html).Groups["token"].Value)]);
        using var answer = await browser.PostAsync(new Uri(page, UriKind.Relative), content, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task LookAsync(IPage page, string name)
    {
        foreach (var (width, scheme) in Looks)
        {
            await Screen.TurnAsync(page, width, scheme);
            await Screen.ShootAsync(page, $"{name}-{width}-{scheme}".ToLowerInvariant());
            Assert.Empty(await Screen.WiderAsync(page));
            Assert.Empty(await Axe.FaultsAsync(page));
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Token();

    [GeneratedRegex(@"https://t\.me/[^""]+", RegexOptions.None, 1_000)]
    private static partial Regex Link();

    [GeneratedRegex("<strong>(?<number>[0-9]{2})</strong>", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Number();
}
