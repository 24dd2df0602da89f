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
        string[] pages =
        [
            "overview", "first-steps", "account", "activity", "sign-in", "wrong-password", "register", "welcome", "not-found",
            "plant", "plant-raw", "plant-without-device", "plant-new", "plant-edit", "devices", "device", "device-new", "device-added",
            "places", "place", "share", "shared", "shared-plant", "shared-edit", "invitation", "sitter",
        ];

        // Made of the same parts as those above: once for each width and each theme will do.
        string[] more = ["security", "device-claim", "device-sensors", "admin-users", "admin-registration", "admin-system", "admin-dead-letters"];
        foreach (var page in pages)
        {
            foreach (var width in (int[])[1280, 390])
            {
                data.Add(page, width, "light");
                data.Add(page, width, "dark");
            }

            // The narrowest that anybody has; the colours are those of the wider ones.
            data.Add(page, 320, "light");
        }

        foreach (var page in more)
        {
            data.Add(page, 1280, "light");
            data.Add(page, 390, "dark");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Page_is_accessible_and_fits(string name, int width, string scheme)
    {
        var host = name is "welcome" ? servers.Fresh : servers.Lived;
        var page = await chromium.OpenAsync(host, width, scheme is "dark" ? ColorScheme.Dark : ColorScheme.Light);

        await GoToAsync(page, name, servers.Shared);

        Assert.Equal(scheme, await page.EvaluateAsync<string>("() => document.documentElement.dataset.theme"));
        Assert.Empty(await Screen.WiderAsync(page));
        await Screen.ShootAsync(page, $"{name}-{width}-{scheme}", whole: width < 1280);

        var result = await page.RunAxe();
        Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html + " " + string.Join(' ', node.Any.Select(check => check.Message))))}"));
        Assert.Empty(await ForeignRequestsAsync(page, host));
        PolicyViolations.AssertNone(page);
        host.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    private static async Task GoToAsync(IPage page, string name, SharedGarden shared)
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
            case "account":
                await Chromium.SignInAsync(page, "/account");
                await page.GetByRole(AriaRole.Heading, new() { Name = "Account", Exact = true }).WaitForAsync();
                await page.Locator("[name=time_zone]").WaitForAsync();
                break;
            case "activity":
                await Chromium.SignInAsync(page, "/account/activity");
                await page.Locator(".activity .letter").First.WaitForAsync();
                break;
            case "security":
                await Chromium.SignInAsync(page, "/account/security", LookFixture.Newcomer);
                await page.Locator(".sessions .letter").First.WaitForAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).ClickAsync();
                await page.Locator(".two-factor .qr").WaitForAsync();
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
            case "invitation" or "sitter":
                await page.GotoAsync(name is "sitter" ? shared.SitterPath : shared.InvitationPath);
                break;
            case var _ when name.StartsWith("place", StringComparison.Ordinal) || name.StartsWith("share", StringComparison.Ordinal):
                await GoToSharedAsync(page, name, shared);
                break;
            case var _ when name.StartsWith("plant", StringComparison.Ordinal):
                await GoToPlantAsync(page, name);
                break;
            case var _ when name.StartsWith("admin", StringComparison.Ordinal):
                await GoToAdminAsync(page, name);
                break;
            case var _ when name.StartsWith("device", StringComparison.Ordinal):
                await GoToDeviceAsync(page, name);
                break;
            default:
                await page.GotoAsync("/" + name);
                break;
        }
    }

    private static async Task GoToPlantAsync(IPage page, string name)
    {
        await Chromium.SignInAsync(page, name is "plant-new" ? "/plants/new" : "/");
        switch (name)
        {
            case "plant":
                await page.GetByRole(AriaRole.Link, new() { Name = "Basil" }).ClickAsync();
                await page.Locator(".history-frame[data-drawn]").WaitForAsync();
                break;
            case "plant-raw":
                await page.GetByRole(AriaRole.Link, new() { Name = "Lemon tree" }).ClickAsync();
                await page.Locator(".history-frame[data-drawn]").WaitForAsync();
                await page.GetByText("Show as a table").ClickAsync();
                break;
            case "plant-without-device":
                await page.GetByRole(AriaRole.Link, new() { Name = "Orchid" }).ClickAsync();
                await page.GetByRole(AriaRole.Heading, new() { Name = "Nothing measures this plant yet" }).WaitForAsync();
                break;
            case "plant-new":
                await page.GetByRole(AriaRole.Combobox).FillAsync("monst");
                await page.GetByRole(AriaRole.Option, new() { Name = "Monstera deliciosa" }).First.ClickAsync();
                await page.Locator(".species-preview").WaitForAsync();
                break;
            case "plant-edit":
                await page.GetByRole(AriaRole.Link, new() { Name = "Monstera" }).ClickAsync();
                await page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
                await page.GetByRole(AriaRole.Heading, new() { Name = "Delete this plant" }).WaitForAsync();
                break;
        }
    }

    private static async Task GoToSharedAsync(IPage page, string name, SharedGarden shared)
    {
        var (email, path, last) = name switch
        {
            "places" => (ApiServer.Email, "/places", "Your places"),
            "place" => (ApiServer.Email, $"/places/{shared.PlaceId}", "Who has access"),
            "share" => (ApiServer.Email, $"/plants/{shared.PlantId}/share", "Who has access"),
            "shared" => (SharedGarden.Friend, "/places", "Shared with you"),
            "shared-edit" => (SharedGarden.Friend, $"/plants/{shared.PlantId}/edit", "This is for its owner"),
            _ => (SharedGarden.Friend, $"/plants/{shared.PlantId}", "Shared with you"),
        };
        await Chromium.SignInAsync(page, path, email);
        await page.GetByRole(AriaRole.Heading, new() { Name = last }).WaitForAsync();
        if (name is "place" or "share")
        {
            await page.Locator(name is "place" ? ".share-line .pill" : "[aria-labelledby=shared] .muted").First.WaitForAsync();
        }
    }

    private static async Task GoToDeviceAsync(IPage page, string name)
    {
        switch (name)
        {
            case "devices":
                await Chromium.SignInAsync(page, "/devices");
                await page.Locator(".device-line").First.WaitForAsync();
                break;
            case "device":
                await Chromium.SignInAsync(page, "/devices/pot-006");
                await page.GetByText("Nothing was refused.").WaitForAsync();
                break;
            case "device-new":
                await Chromium.SignInAsync(page, "/devices/new");
                await page.GetByRole(AriaRole.Button, new() { Name = "Add device" }).WaitForAsync();
                break;
            case "device-claim":
                await Chromium.SignInAsync(page, "/devices/claim");
                await page.Locator(".waiting .letter").WaitForAsync();
                break;
            case "device-sensors":
                await Chromium.SignInAsync(page, $"/devices/{LookFixture.Gateway}/sensors");
                await page.Locator(".sensors .letter").WaitForAsync();
                break;
            case "device-added":
                await Chromium.SignInAsync(page, "/devices/new");
                await page.GetByLabel("Which plant does it measure?").SelectOptionAsync(new SelectOptionValue { Label = "String of hearts (Study)" });
                await page.GetByRole(AriaRole.Button, new() { Name = "Add device" }).ClickAsync();
                await page.GetByText("Listening for the first reading…").WaitForAsync();
                break;
        }
    }

    private static async Task GoToAdminAsync(IPage page, string name)
    {
        var (path, shown) = name switch
        {
            "admin-users" => ("/admin", ".users .letter"),
            "admin-registration" => ("/admin/registration", ".letters .letter"),
            "admin-system" => ("/admin/system", ".system .facts"),
            _ => ("/admin/dead-letters", ".letters .letter"),
        };
        await Chromium.SignInAsync(page, path);
        await page.Locator(shown).First.WaitForAsync();
    }

    private static async Task<string[]> ForeignRequestsAsync(IPage page, DashboardHost host) =>
        [.. (await page.EvaluateAsync<string[]>("() => performance.getEntriesByType('resource').map(entry => entry.name)"))
            .Where(url => !url.StartsWith(host.Address, StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal))];
}
