namespace PlantCare.Tests.Web.Hosting;

/// <summary>That what looks for faults finds them.</summary>
public sealed class AxeTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Faults_are_found_by_all_rules_and_by_chosen_ones()
    {
        var page = await chromium.OpenAsync("http://localhost");
        await page.SetContentAsync("""<html lang="en"><title>Bad</title><main><h1>Bad</h1><img src="data:,"><p style="color: #ccc; background: #fff">Pale</p></main></html>""");

        var all = await Axe.FaultsAsync(page);
        var some = await Axe.FaultsAsync(page, "color-contrast");

        Assert.Contains(all, fault => fault.StartsWith("image-alt: <img", StringComparison.Ordinal));
        Assert.StartsWith("color-contrast: <p style", Assert.Single(some), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }
}
