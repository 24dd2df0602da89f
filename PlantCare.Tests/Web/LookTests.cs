using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web;

/// <summary>Every page, wide and narrow, light and dark: accessible by axe, never wider than the screen.</summary>
public sealed class LookTests(Chromium chromium, LookFixture servers) : IClassFixture<Chromium>, IClassFixture<LookFixture>
{
    public static TheoryData<string, int, string> Looks()
    {
        var data = new TheoryData<string, int, string>();
        foreach (var page in (string[])["overview", "first-steps", "account", "sign-in", "wrong-password", "register", "welcome", "not-found"])
        {
            foreach (var width in (int[])[1280, 390, 320])
            {
                data.Add(page, width, "light");
                data.Add(page, width, "dark");
            }
        }

        foreach (var page in (string[])["plant-new", "plant-edit", "devices", "device-new", "device-secret", "device"])
        {
            foreach (var width in (int[])[1280, 390])
            {
                data.Add(page, width, "light");
                data.Add(page, width, "dark");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Page_is_accessible_and_fits(string name, int width, string scheme)
    {
        var host = name is "welcome" ? servers.Fresh : servers.Lived;
        var page = await chromium.OpenAsync(host, width, scheme is "dark" ? ColorScheme.Dark : ColorScheme.Light);

        await GoToAsync(page, name);

        Assert.Equal(scheme, await page.EvaluateAsync<string>("() => document.documentElement.dataset.theme"));
        Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width, "the page is wider than the screen");
        if (Environment.GetEnvironmentVariable("PLANTCARE_SCREENSHOTS") is { Length: > 0 } shots)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(shots, $"{name}-{width}-{scheme}.png"), FullPage = width < 1280 });
        }

        var result = await page.RunAxe();
        Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html + " " + string.Join(' ', node.Any.Select(check => check.Message))))}"));
        Assert.Empty(await ForeignRequestsAsync(page, host));
        host.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    private static async Task GoToAsync(IPage page, string name)
    {
        switch (name)
        {
            case "overview":
                await Chromium.SignInAsync(page);
                await page.GetByText("Live", new() { Exact = true }).WaitForAsync();
                break;
            case "first-steps":
                await Chromium.SignInAsync(page, email: LookFixture.Newcomer);
                await page.GetByRole(AriaRole.Heading, new() { Name = "Let's meet your first plant" }).WaitForAsync();
                break;
            case "plant-new" or "plant-edit" or "devices" or "device-new" or "device-secret" or "device":
                await GoToGardenAsync(page, name);
                break;
            case "account":
                await Chromium.SignInAsync(page, "/account");
                await page.GetByRole(AriaRole.Heading, new() { Name = "Account", Exact = true }).WaitForAsync();
                break;
            case "wrong-password":
                await page.GotoAsync("/sign-in");
                await page.GetByLabel("E-mail").FillAsync("nobody@example.org");
                await page.GetByLabel("Password").FillAsync("not the one");
                await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
                await page.GetByRole(AriaRole.Alert).WaitForAsync();
                break;
            case "not-found":
                await page.GotoAsync("/nothing/grows/here");
                await page.GetByRole(AriaRole.Heading, new() { Name = "Nothing grows here" }).WaitForAsync();
                break;
            case "welcome":
                await page.GotoAsync("/");
                await page.GetByRole(AriaRole.Heading, new() { Name = "Welcome to PlantCare" }).WaitForAsync();
                break;
            default:
                await page.GotoAsync("/" + name);
                break;
        }
    }

    private static async Task GoToGardenAsync(IPage page, string name)
    {
        switch (name)
        {
            case "plant-new":
                await Chromium.SignInAsync(page, "/plants/new");
                await page.GetByLabel("What is it?").FillAsync("Basil");
                await page.GetByLabel("What is it?").BlurAsync();
                await page.Locator("em", new() { HasText = "Ocimum basilicum" }).WaitForAsync();
                break;
            case "plant-edit":
                await Chromium.SignInAsync(page);
                await page.GotoAsync(await page.GetByRole(AriaRole.Link, new() { Name = "Basil" }).First.GetAttributeAsync("href") + "/edit");
                await page.GetByRole(AriaRole.Button, new() { Name = "Delete plant" }).WaitForAsync();
                break;
            case "devices":
                await Chromium.SignInAsync(page, "/devices");
                await page.GetByRole(AriaRole.Link, new() { Name = "pot-001" }).WaitForAsync();
                break;
            case "device-new":
                await Chromium.SignInAsync(page, "/devices/new");
                await page.GetByRole(AriaRole.Button, new() { Name = "Add device" }).WaitForAsync();
                break;
            case "device-secret":
                await Chromium.SignInAsync(page, "/devices/new", LookFixture.Newcomer);
                await page.GetByRole(AriaRole.Button, new() { Name = "Add device" }).ClickAsync();
                await page.GetByText("Listening for the first reading…").WaitForAsync();
                break;
            default:
                await Chromium.SignInAsync(page, "/devices/pot-006");
                await page.GetByText("The last count was 450.").WaitForAsync();
                break;
        }
    }

    private static async Task<string[]> ForeignRequestsAsync(IPage page, DashboardHost host) =>
        [.. (await page.EvaluateAsync<string[]>("() => performance.getEntriesByType('resource').map(entry => entry.name)"))
            .Where(url => !url.StartsWith(host.Address, StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal))];
}
