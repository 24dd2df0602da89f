using Microsoft.Playwright;
using PlantCare.Api.Accounts.TwoFactor;
using PlantCare.Contracts.Client;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Profile;

public sealed partial class AccountPageTests
{
    [Fact]
    public async Task Second_factor_is_turned_on_asked_for_and_turned_off()
    {
        var email = await RegisterAsync();
        var page = await chromium.OpenAsync(servers.Lived, 390);
        await Chromium.SignInAsync(page, "/account/security", email);

        await page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).ClickAsync();
        await page.Locator(".two-factor svg.qr").WaitForAsync();
        var key = TimeCode.ReadKey((await page.Locator("#shared-key").TextContentAsync())!);
        await ConfirmAsync(page, "000000");
        await page.GetByText("That code is not right.").WaitForAsync();
        var used = Now();
        await ConfirmAsync(page, TimeCode.Of(key, used));
        await Assertions.Expect(page.Locator(".recovery-codes code")).ToHaveCountAsync(10);
        var recovery = (await page.Locator(".recovery-codes code").First.TextContentAsync())!;
        await Screen.ShootAsync(page, "recovery-codes-390");

        await SignOutAsync(page);
        await AskAsync(page, email);
        Assert.DoesNotContain(ApiServer.Password, await page.ContentAsync(), StringComparison.Ordinal);
        await Screen.ShootAsync(page, "second-factor-390");
        await page.Locator("[name='Factor.Code']").FillAsync("000000");
        await page.Locator("button.primary").ClickAsync();
        await page.GetByText("That code is not right, or was used already.").WaitForAsync();
        await page.Locator("[name='Factor.Code']").FillAsync(TimeCode.Of(key, Math.Max(used + 1, Now())));
        await page.Locator("button.primary").ClickAsync();
        await page.WaitForURLAsync("**/account/security");
        Assert.DoesNotContain(await page.Context.CookiesAsync(), cookie => cookie.Name == "plantcare-second-factor");

        await SignOutAsync(page);
        await AskAsync(page, email);
        await page.Locator(".other-way summary").ClickAsync();
        await page.Locator("[name='Factor.RecoveryCode']").FillAsync(recovery);
        await page.Locator("button.primary").ClickAsync();
        await page.WaitForURLAsync("**/account/security");
        await page.GetByText("9 recovery codes are left.").WaitForAsync();

        await Chromium.InteractiveAsync(page);
        await page.Locator("[name=confirm_password]").FillAsync("not the one");
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn it off" }).ClickAsync();
        await page.GetByText("The password is wrong").WaitForAsync();
        await page.Locator("[name=confirm_password]").FillAsync(ApiServer.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn it off" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).WaitForAsync();
        using var http = await SignInAsync(email, ApiServer.Password);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Session_elsewhere_is_ended()
    {
        var email = await RegisterAsync();
        var elsewhere = await OpenAsync(email, "/account");
        var page = await chromium.OpenAsync(servers.Lived);
        await Chromium.SignInAsync(page, "/account/security", email);
        await Assertions.Expect(page.Locator(".sessions .letter")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".sessions .letter", new() { HasText = "This one" })).ToContainTextAsync("Chrome");

        await page.GetByRole(AriaRole.Button, new() { Name = "End: Chrome" }).ClickAsync();

        await Assertions.Expect(page.Locator(".sessions .letter")).ToHaveCountAsync(1);
        await elsewhere.ReloadAsync();
        await elsewhere.WaitForURLAsync("**/sign-in?returnUrl=%2Faccount&ended=true");
        await elsewhere.GetByText("You were signed out here").WaitForAsync();
        await Screen.ShootAsync(elsewhere, "sign-in-again");
        await elsewhere.Locator("[name='Input.Email']").FillAsync(email);
        await elsewhere.Locator("[name='Input.Password']").FillAsync(ApiServer.Password);
        await elsewhere.Locator("button.primary").ClickAsync();
        await elsewhere.WaitForURLAsync("**/account");

        // And where somebody goes on from a page that stands open.
        await Chromium.InteractiveAsync(elsewhere);
        await Chromium.ReloadAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "End: Chrome" }).ClickAsync();
        await Assertions.Expect(page.Locator(".sessions .letter")).ToHaveCountAsync(1);
        await elsewhere.Locator(".shell-nav a[href='/places']").ClickAsync();
        await elsewhere.WaitForURLAsync("**/sign-in?returnUrl=%2Fplaces&ended=true");
        await elsewhere.GetByText("You were signed out here").WaitForAsync();
        await elsewhere.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Key_is_shown_once_opens_the_account_to_a_script_and_is_deleted()
    {
        var email = await RegisterAsync();
        var page = await chromium.OpenAsync(servers.Lived);
        await Chromium.SignInAsync(page, "/account/security", email);
        await page.Locator("[name=key_name]").FillAsync("Weather script");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a key" }).ClickAsync();

        using var http = new HttpClient { BaseAddress = new Uri(servers.ApiAddress) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await page.Locator("#new-key").TextContentAsync());
        Assert.Empty((await new PlantCareClient(http).Plants.ListAsync(cancellationToken: Cancel)).Data);
        await Chromium.ReloadAsync(page);
        await page.Locator(".api-keys .letter", new() { HasText = "Weather script" }).WaitForAsync();
        Assert.Equal(0, await page.Locator("#new-key").CountAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the key Weather script" }).ClickAsync();
        await page.Locator(".confirm-dialog").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByText("No keys yet.").WaitForAsync();
        await page.Context.CloseAsync();
    }

    private static long Now() => TimeCode.StepAt(TimeProvider.System.GetUtcNow());

    private static async Task ConfirmAsync(IPage page, string code)
    {
        await page.Locator("[name=two_factor_code]").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
    }

    private static async Task SignOutAsync(IPage page)
    {
        await Chromium.GoToAsync(page, "/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.WaitForURLAsync("**/sign-in**");
    }

    // The password alone leads to the second step.
    private static async Task AskAsync(IPage page, string email)
    {
        await page.GotoAsync("/sign-in?existing=true&returnUrl=%2Faccount%2Fsecurity");
        await page.Locator("[name='Input.Email']").FillAsync(email);
        await page.Locator("[name='Input.Password']").FillAsync(ApiServer.Password);
        await page.Locator("button.primary").ClickAsync();
        await page.Locator("[name='Factor.Code']").WaitForAsync();
    }
}
