using Microsoft.Playwright;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web;

/// <summary>The overview in a real browser: readings arrive, servers come and go, and the page keeps up.</summary>
public sealed class OverviewLiveTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Reading_that_arrives_changes_its_card_without_a_reload()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await api.PlantAsync(Garden.Household(Now));
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var page = await OpenAsync(host);
        await Assertions.Expect(CardOf(page, "Basil")).ToContainTextAsync("Thirsty");

        await api.ReportAsync("pot-001", ("soil_moisture", 57));

        await Assertions.Expect(CardOf(page, "Basil")).ToContainTextAsync("57%");
        await Assertions.Expect(CardOf(page, "Basil")).ToContainTextAsync("Doing well");
        await Assertions.Expect(page.GetByText("8 plants, 3 need you.")).ToBeVisibleAsync();
        Assert.Single(api.Asked, path => path == "/live");
        host.Log.AssertNoErrors();
    }

    [Fact]
    public async Task First_reading_ends_the_first_steps()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        var plant = Garden.NewPlant("Orchid", "Phalaenopsis", "Hallway", Now);
        await api.PlantAsync(Garden.Empty with { Plants = [plant], Devices = [Garden.Household(Now).Devices[0] with { PlantId = plant.Id }] });
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var page = await OpenAsync(host);
        await Assertions.Expect(page.GetByText("Listening for the first reading…")).ToBeVisibleAsync();

        await api.ReportAsync("pot-001", ("soil_moisture", 42));

        await Assertions.Expect(CardOf(page, "Orchid")).ToContainTextAsync("42%");
        await Assertions.Expect(page.GetByText("Listening for the first reading…")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Reading_stored_between_the_first_look_and_the_stream_is_shown()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await api.PlantAsync(Garden.Household(Now));
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var live = api.HoldLive();
        var page = await chromium.OpenAsync(host);
        await Chromium.SignInAsync(page);
        await Assertions.Expect(CardOf(page, "Basil")).ToContainTextAsync("Thirsty");
        await Until.TrueAsync(() => Task.FromResult(api.Asked.Contains("/live")), TestContext.Current.CancellationToken);

        await api.ReportAsync("pot-001", ("soil_moisture", 57));
        live.SetResult();
        await Assertions.Expect(CardOf(page, "Basil")).ToContainTextAsync("57%");

        // A plant's own page likewise.
        var watched = api.Asked.Count(path => path == "/live");
        live = api.HoldLive();
        await Chromium.GoToAsync(page, $"/plants/{(await api.Owner.Plants.ListAsync(cancellationToken: TestContext.Current.CancellationToken)).Data.Single(plant => plant.Name == "Basil").Id}");
        await Until.TrueAsync(() => Task.FromResult(api.Asked.Count(path => path == "/live") > watched), TestContext.Current.CancellationToken);
        await api.ReportAsync("pot-001", ("soil_moisture", 43));
        live.SetResult();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("43%");
    }

    [Fact]
    public async Task Api_that_restarts_is_found_again_and_what_was_missed_is_read()
    {
        using var folder = new TempFolder();
        var api = await ApiServer.StartAsync(folder.Path);
        var address = api.Address;
        await api.PlantAsync(Garden.Household(Now));
        await using var host = await DashboardHost.StartAsync(address, folder.Path);
        var page = await OpenAsync(host);

        await api.DisposeAsync();
        await Assertions.Expect(page.GetByText("Live updates interrupted; trying again")).ToBeVisibleAsync();
        await using var again = await ApiServer.StartAsync(folder.Path, address);
        again.Adopt(api);
        await again.ReportAsync("pot-001", ("soil_moisture", 58));

        await Assertions.Expect(CardOf(page, "Basil")).ToContainTextAsync("58%");
        await Assertions.Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Dashboard_that_restarts_comes_back_by_itself()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await api.PlantAsync(Garden.Household(Now));
        var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var address = host.Address;
        var page = await OpenAsync(host);
        await page.EvaluateAsync("() => { window.before = true; }");

        await host.DisposeAsync();
        await Assertions.Expect(page.GetByText("Connection lost. Reconnecting…")).ToBeVisibleAsync();
        await using var again = await DashboardHost.StartAsync(api.Address, folder.Path, address);

        await page.WaitForFunctionAsync("() => window.before === undefined && document.querySelector('.live-state.on') !== null");
        await Assertions.Expect(CardOf(page, "Basil")).ToContainTextAsync("Thirsty");
        await Assertions.Expect(page.GetByText("Connection lost. Reconnecting…")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Session_that_ends_elsewhere_leads_to_sign_in()
    {
        using var folder = new TempFolder();
        var api = await ApiServer.StartAsync(folder.Path);
        await api.PlantAsync(Garden.Household(Now));
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var page = await OpenAsync(host);

        // Signed out in another tab; this one notices when it next needs Api.
        var other = await page.Context.NewPageAsync();
        await Chromium.GoToAsync(other, "/account");
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await other.WaitForURLAsync("**/sign-in");
        var address = api.Address;
        await api.DisposeAsync();
        await using var again = await ApiServer.StartAsync(folder.Path, address);

        await page.WaitForURLAsync("**/sign-in?ended=true");
    }

    [Fact]
    public async Task Hundred_plants_take_a_handful_of_calls()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        var garden = Garden.Empty with { Began = Now };
        for (var i = 0; i < 120; i++)
        {
            garden = garden.With($"Plant {i}", "Ficus", "Greenhouse", Now, 20 + (i % 60), temperature: 22, humidity: 50, light: 5_000);
        }

        await api.PlantAsync(garden);
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var page = await OpenAsync(host);

        await Assertions.Expect(page.Locator(".plant-card")).ToHaveCountAsync(120);

        // Once for the page, once for what was stored before its live stream was there.
        await Until.TrueAsync(() => Task.FromResult(api.Asked.Count(path => path == "/data/latest") == 2), TestContext.Current.CancellationToken);
        Assert.Equal(
            ["/alerts", "/data/aggregated", "/data/latest", "/data/latest", "/devices", "/places", "/plants"],
            api.Asked.SkipWhile(path => path != "/users/me").Where(path => path is not ("/users/me" or "/live")).Order(StringComparer.Ordinal));

        await page.GetByPlaceholder("Name, species or place").FillAsync("plant 119");
        await Assertions.Expect(page.Locator(".plant-card")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Theme_that_was_chosen_is_there_before_the_first_paint()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await api.PlantAsync(Garden.Household(Now));
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var page = await OpenAsync(host);

        await page.Locator(".shell-foot").GetByLabel("Dark").CheckAsync(new() { Force = true });
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.theme === 'dark'");

        var answer = await page.Context.APIRequest.GetAsync(host.Address + "/account", new() { Headers = [new("Accept", "text/html")] });
        Assert.Contains("data-theme=\"dark\"", await answer.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keyboard_reaches_the_content_first_and_every_plant()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await api.PlantAsync(Garden.Household(Now));
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var page = await OpenAsync(host);

        await page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Add plant", await page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Basil", await page.EvaluateAsync<string>("() => document.activeElement.textContent"));
    }

    private async Task<IPage> OpenAsync(DashboardHost host)
    {
        var page = await chromium.OpenAsync(host);
        await Chromium.SignInAsync(page);
        await page.WaitForSelectorAsync(".page-header");
        await page.WaitForFunctionAsync("() => document.querySelector('.live-state.on, .first-steps') !== null");
        return page;
    }

    private static ILocator CardOf(IPage page, string plant) =>
        page.Locator(".plant-card").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = plant }) });
}
