using Microsoft.Playwright;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web;

/// <summary>Every page, wide and narrow, light and dark: accessible by axe, never wider than the screen.</summary>
public sealed class LookTests(Chromium chromium, LookFixture servers) : IClassFixture<Chromium>, IClassFixture<LookFixture>
{
    // How a page is looked at in turn: the narrowest screen that anybody has comes last, in the colours of those before.
    private static readonly Look[] Looks = [new(1280, "light"), new(1280, "dark"), new(390, "dark"), new(390, "light"), new(320, "light")];

    public static TheoryData<string> Pages =>
    [
        "overview", "first-steps", "account", "activity", "sign-in", "wrong-password", "forgot-password", "reset-password", "confirm", "letter", "register", "welcome", "not-found",
        "plant", "plant-raw", "plant-without-device", "plant-new", "plant-edit", "devices", "device", "device-new", "device-added",
        "places", "place", "share", "shared", "shared-plant", "shared-edit", "invitation", "sitter",
        "security", "device-claim", "device-sensors", "admin-users", "admin-registration", "admin-system", "admin-dead-letters",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_is_accessible_and_fits(string name)
    {
        var host = name is "welcome" ? servers.Fresh : servers.Lived;
        var page = await chromium.OpenAsync(host, Looks[0].Width);
        await GoToAsync(page, name, servers.Shared);

        var faults = new List<string>();
        foreach (var look in Looks)
        {
            await Screen.TurnAsync(page, look.Width, look.Scheme is "dark" ? ColorScheme.Dark : ColorScheme.Light);
            faults.AddRange((await Screen.WiderAsync(page)).Select(fault => $"{look}: {fault}"));
            await Screen.ShootAsync(page, $"{name}-{look.Width}-{look.Scheme}", whole: look.Width < 1280);
            faults.AddRange((await FaultsAsync(page, look)).Select(fault => $"{look}: {fault}"));
        }

        Assert.Empty(faults);
        Assert.Empty(await ForeignRequestsAsync(page, host));
        PolicyViolations.AssertNone(page);
        host.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    // Another theme has other colours, and the same of everything else; the narrowest screen has the parts of a narrow one.
    private static async Task<IEnumerable<string>> FaultsAsync(IPage page, Look look)
    {
        if (look.Width < 390)
        {
            return [];
        }

        return look.Scheme is "dark" ? await Axe.FaultsAsync(page, "color-contrast") : await Axe.FaultsAsync(page);
    }

    private async Task GoToAsync(IPage page, string name, SharedGarden shared)
    {
        switch (name)
        {
            case "overview":
                await servers.SignInAsync(page);
                await page.GetByText("Live", new() { Exact = true }).WaitForAsync();
                break;
            case "first-steps":
                await servers.SignInAsync(page, email: LookFixture.Newcomer);
                await page.GetByRole(AriaRole.Heading, new() { Name = "Let's meet your first plant" }).WaitForAsync();
                break;
            case "account":
                await servers.SignInAsync(page, "/account");
                await page.GetByRole(AriaRole.Heading, new() { Name = "Account", Exact = true }).WaitForAsync();
                await page.Locator("[name=time_zone]").WaitForAsync();
                break;
            case "activity":
                await servers.SignInAsync(page, "/account/activity");
                await page.Locator(".activity .letter").First.WaitForAsync();
                break;
            case "security":
                await servers.SignInAsync(page, "/account/security", LookFixture.Newcomer);
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
                await page.GotoAsync((name is "forgot-password" or "reset-password" or "confirm" or "letter" ? "/account/" : "/") + name);
                break;
        }
    }

    private async Task GoToPlantAsync(IPage page, string name)
    {
        await servers.SignInAsync(page, name is "plant-new" ? "/plants/new" : "/");
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

    private async Task GoToSharedAsync(IPage page, string name, SharedGarden shared)
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
        await servers.SignInAsync(page, path, email);
        await page.GetByRole(AriaRole.Heading, new() { Name = last }).WaitForAsync();
        if (name is "place" or "share")
        {
            await page.Locator(name is "place" ? ".share-line .pill" : "[aria-labelledby=shared] .muted").First.WaitForAsync();
        }
    }

    private async Task GoToDeviceAsync(IPage page, string name)
    {
        switch (name)
        {
            case "devices":
                await servers.SignInAsync(page, "/devices");
                await page.Locator(".device-line").First.WaitForAsync();
                break;
            case "device":
                await servers.SignInAsync(page, "/devices/pot-006");
                await page.GetByText("Nothing was refused.").WaitForAsync();
                break;
            case "device-new":
                await servers.SignInAsync(page, "/devices/new");
                await page.GetByRole(AriaRole.Button, new() { Name = "Add device" }).WaitForAsync();
                break;
            case "device-claim":
                await servers.SignInAsync(page, "/devices/claim");
                await page.Locator(".waiting .letter").WaitForAsync();
                break;
            case "device-sensors":
                await servers.SignInAsync(page, $"/devices/{LookFixture.Gateway}/sensors");
                await page.Locator(".sensors .letter").WaitForAsync();
                break;
            case "device-added":
                await servers.SignInAsync(page, "/devices/new");
                await page.GetByLabel("Which plant does it measure?").SelectOptionAsync(new SelectOptionValue { Label = "String of hearts (Study)" });
                await page.GetByRole(AriaRole.Button, new() { Name = "Add device" }).ClickAsync();
                await page.GetByText("Listening for the first reading…").WaitForAsync();
                break;
        }
    }

    private async Task GoToAdminAsync(IPage page, string name)
    {
        var (path, shown) = name switch
        {
            "admin-users" => ("/admin", ".users .letter"),
            "admin-registration" => ("/admin/registration", ".letters .letter"),
            "admin-system" => ("/admin/system", ".system .facts"),
            _ => ("/admin/dead-letters", ".letters .letter"),
        };
        await servers.SignInAsync(page, path);
        await page.Locator(shown).First.WaitForAsync();
    }

    private static async Task<string[]> ForeignRequestsAsync(IPage page, DashboardHost host) =>
        [.. (await page.EvaluateAsync<string[]>("() => performance.getEntriesByType('resource').map(entry => entry.name)"))
            .Where(url => !url.StartsWith(host.Address, StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal))];

    private sealed record Look(int Width, string Scheme)
    {
        public override string ToString() => $"{Width} {Scheme}";
    }
}
