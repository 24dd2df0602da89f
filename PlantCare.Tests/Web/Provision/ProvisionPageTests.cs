using Microsoft.Playwright;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Provision;

/// <summary>Devices that come ready-made, and sheets for those that do not, in the real browser against the real Api.</summary>
public sealed class ProvisionPageTests(Chromium chromium, LookFixture servers) : IClassFixture<Chromium>, IClassFixture<LookFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Device_is_claimed_by_the_code_on_its_label_and_waits_no_more()
    {
        var page = await chromium.OpenAsync(servers.Lived);
        await Chromium.SignInAsync(page, "/devices/claim");
        await page.GetByText(LookFixture.Waiting).WaitForAsync();

        await page.Locator("[name=code]").FillAsync("short");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it mine" }).ClickAsync();
        await page.GetByText("A code has 10 letters and digits or more.").WaitForAsync();
        await page.Locator("[name=code]").FillAsync("AAAA-BBBB-CCCC");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it mine" }).ClickAsync();
        await page.GetByText("No device waits to be claimed with that code.").WaitForAsync();
        await page.Locator("[name=code]").FillAsync("plantcare:claim?code=" + LookFixture.WaitingCode);
        await page.Locator("[name=name]").FillAsync("Terrace probe");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it mine" }).ClickAsync();
        await page.WaitForURLAsync("**/devices/" + LookFixture.Waiting);

        Assert.Equal("Terrace probe", (await servers.Owner.Devices.GetAsync(LookFixture.Waiting, Cancel)).Name);
        await Chromium.GoToAsync(page, "/devices/claim");
        await page.Locator("[aria-labelledby=waiting] p").WaitForAsync();
        Assert.Equal(0, await page.GetByText(LookFixture.Waiting).CountAsync());
        servers.Lived.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_is_no_administrator_sees_no_waiting_devices()
    {
        var page = await chromium.OpenAsync(servers.Lived);
        await Chromium.SignInAsync(page, "/devices/claim", LookFixture.Newcomer);

        await page.Locator("[name=code]").WaitForAsync();

        Assert.Equal(0, await page.Locator("[aria-labelledby=waiting]").CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Sheet_is_printed_alone_with_the_code_that_signs_in()
    {
        var page = await chromium.OpenAsync(servers.Lived);
        await Chromium.SignInAsync(page, "/devices/new");
        await page.Locator("[name=device_id]").FillAsync("sheet-probe");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add device" }).ClickAsync();
        await page.Locator(".device-sheet .qr").WaitForAsync();
        await page.EvaluateAsync("() => { window.printed = 0; window.print = () => { window.printed++; }; }");

        await page.GetByRole(AriaRole.Button, new() { Name = "Print the sheet" }).ClickAsync();
        await page.WaitForFunctionAsync("() => window.printed === 1");
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Screen.ShootAsync(page, "device-sheet-printed");
        Assert.True(await page.Locator(".device-sheet .qr").IsVisibleAsync());
        foreach (var rest in (string[])[".shell-brand", ".page-header", "[aria-labelledby=mqtt]", ".first-reading", ".device-sheet button"])
        {
            Assert.False(await page.Locator(rest).First.IsVisibleAsync(), rest);
        }

        await page.Context.CloseAsync();
    }
}
