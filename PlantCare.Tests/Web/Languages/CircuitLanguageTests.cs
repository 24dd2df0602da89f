using Microsoft.Playwright;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Languages;

/// <summary>A page that runs over a circuit speaks the document's language, whatever happens beside it, and reads numbers as they are written.</summary>
public sealed class CircuitLanguageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Live_page_keeps_its_language_and_the_next_one_takes_the_choice()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await api.PlantAsync(Garden.Household(TimeProvider.System.GetUtcNow()));
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var page = await chromium.OpenAsync(host, locale: "de-DE");
        await Chromium.SignInAsync(page);
        await page.WaitForSelectorAsync(".live-state.on");
        var basil = page.Locator(".plant-card").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Basil" }) });
        await Assertions.Expect(basil).ToContainTextAsync("Durstig");

        await api.ReportAsync("pot-001", ("soil_moisture", 57), ("temperature", 23.5));
        await Assertions.Expect(basil).ToContainTextAsync("Alles bestens");
        await Assertions.Expect(basil).ToContainTextAsync("23,5\u202f°C");

        // Chosen in another tab: this one's circuit, even a new one, stays with its document.
        var other = await page.Context.NewPageAsync();
        await Chromium.GoToAsync(other, "/account");
        await other.GetByRole(AriaRole.Button, new() { Name = "Italiano" }).ClickAsync();
        await Assertions.Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Lingua" })).ToBeVisibleAsync();
        await api.ReportAsync("pot-001", ("soil_moisture", 20));
        await Assertions.Expect(basil).ToContainTextAsync("Durstig");
        await Assertions.Expect(page.GetByText("8 Pflanzen, 4 brauchen dich.")).ToBeVisibleAsync();

        await Chromium.ReloadAsync(page);
        await Assertions.Expect(basil).ToContainTextAsync("Ha sete");
        Assert.Equal("it", await page.EvaluateAsync<string>("() => document.documentElement.lang"));
        host.Log.AssertNoErrors();
    }

    [Fact]
    public async Task Limits_take_a_comma_and_a_point()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await api.PlantAsync(Garden.Household(TimeProvider.System.GetUtcNow()));
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var plant = (await api.Owner.Plants.ListAsync(200, cancellationToken: Cancel)).Data.Single(plant => plant.Name == "Basil");
        var page = await chromium.OpenAsync(host, locale: "de-DE");
        await Chromium.SignInAsync(page, $"/plants/{plant.Id}/edit");

        await page.GetByLabel("Temperatur, von, in °C", new() { Exact = true }).FillAsync("15,5");
        await page.GetByLabel("Temperatur, bis, in °C", new() { Exact = true }).FillAsync("32.25");
        await page.GetByRole(AriaRole.Button, new() { Name = "Speichern" }).ClickAsync();
        await page.WaitForURLAsync($"**/plants/{plant.Id}");

        var limits = (await api.Owner.Plants.GetAsync(plant.Id, Cancel)).Thresholds["temperature"];
        Assert.Equal((15.5, 32.25), (limits.Min, limits.Max));
        await Chromium.GoToAsync(page, $"/plants/{plant.Id}/edit");
        await Assertions.Expect(page.GetByLabel("Temperatur, bis, in °C", new() { Exact = true })).ToHaveValueAsync("32,25");

        await page.GetByLabel("Temperatur, von, in °C", new() { Exact = true }).FillAsync("viel");
        await page.GetByLabel("Temperatur, von, in °C", new() { Exact = true }).BlurAsync();
        await Assertions.Expect(page.GetByText("Temperatur: Gib eine Zahl ein, zum Beispiel 21,5.")).ToBeVisibleAsync();
        host.Log.AssertNoErrors();
    }

    [Fact]
    public async Task Calibration_takes_a_comma()
    {
        using var folder = new TempFolder();
        await using var api = await ApiServer.StartAsync(folder.Path);
        await api.PlantAsync(Garden.Household(TimeProvider.System.GetUtcNow()));
        await using var host = await DashboardHost.StartAsync(api.Address, folder.Path);
        var page = await chromium.OpenAsync(host, locale: "de-DE");
        await Chromium.SignInAsync(page, "/devices/pot-006");

        await page.GetByLabel("Rohwert in trockener Erde").FillAsync("620,5");
        await page.GetByLabel("Rohwert in nasser Erde").FillAsync("280.25");
        await page.Locator(".calibration button[type=submit]").ClickAsync();
        await page.GetByText("Kalibriert. Das gilt ab dem nächsten Messwert.").WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Ausblenden" })).ToBeVisibleAsync();

        var calibration = (await api.Owner.Devices.GetAsync("pot-006", Cancel)).Config.Calibration!["soil_moisture"];
        Assert.Equal((620.5, 280.25), (calibration.Dry, calibration.Wet));
        await Assertions.Expect(page.GetByLabel("Rohwert in trockener Erde")).ToHaveValueAsync("620,5");
        host.Log.AssertNoErrors();
    }
}
