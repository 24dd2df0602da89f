using Microsoft.Playwright;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Devices;

/// <summary>What an owner does to a device on its page, in the real browser against the real Api.</summary>
public sealed class DevicePageTests(Chromium chromium, LookFixture servers) : IClassFixture<Chromium>, IClassFixture<LookFixture>
{
    [Fact]
    public async Task Device_is_disabled_and_enabled_again()
    {
        var page = await OpenAsync("pot-001");

        await ButtonIn(page, "switch").ClickAsync();
        await page.Locator(".mud-dialog .button.danger").ClickAsync();
        await page.GetByText("Disabled since").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Enable" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Disable" }).WaitForAsync();

        Assert.Equal(0, await page.GetByText("Disabled since").CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Old_secret_is_said_to_last_after_a_rotation_and_to_end_with_a_replacement()
    {
        var page = await OpenAsync("pot-002");

        await ButtonIn(page, "rotate").ClickAsync();
        await page.Locator(".mud-dialog .button.danger").ClickAsync();
        await page.GetByText("The old secret is good until").WaitForAsync();
        var first = await page.Locator("#device-secret").TextContentAsync();
        await ButtonIn(page, "replace").ClickAsync();
        await page.Locator(".mud-dialog .button.danger").ClickAsync();
        await page.GetByText("The old secret is good until").WaitForAsync(new() { State = WaitForSelectorState.Detached });

        Assert.NotEqual(first, await page.Locator("#device-secret").TextContentAsync());
        await page.Context.CloseAsync();
    }

    private static ILocator ButtonIn(IPage page, string panel) => page.Locator($"[aria-labelledby={panel}] .button");

    private async Task<IPage> OpenAsync(string device)
    {
        var page = await chromium.OpenAsync(servers.Lived);
        await Chromium.SignInAsync(page, "/devices/" + device);
        await ButtonIn(page, "switch").WaitForAsync();
        return page;
    }
}
