using Microsoft.Playwright;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Languages;

/// <summary>A language is chosen by a click, signed in or not, and stays.</summary>
public sealed class ChosenLanguageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Choice_survives_reload_sign_in_and_sign_out()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var page = await chromium.OpenAsync(host);

        // The account page sends a stranger to sign in, where the same choice is.
        await page.GotoAsync("/account");
        await ChooseAsync(page, "Deutsch");
        await SpeaksAsync(page, "de", "Anmelden");
        await page.ReloadAsync();
        await SpeaksAsync(page, "de", "Anmelden");

        await Chromium.SignInAsync(page, "/account");
        await SpeaksAsync(page, "de", "Konto");
        await ChooseAsync(page, "Italiano");
        await SpeaksAsync(page, "it", "Account");
        await Chromium.ReloadAsync(page);
        await SpeaksAsync(page, "it", "Account");
        Assert.EndsWith("/account", page.Url, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Esci" }).ClickAsync();
        await SpeaksAsync(page, "it", "Accedi");
        host.Log.AssertNoErrors();
    }

    private static Task ChooseAsync(IPage page, string language) =>
        page.Locator(".language-choice").GetByRole(AriaRole.Button, new() { Name = language }).ClickAsync();

    private static async Task SpeaksAsync(IPage page, string language, string heading)
    {
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(heading);
        await Assertions.Expect(page.Locator(".language-choice [aria-current=true]")).ToHaveAttributeAsync("lang", language);
    }
}
