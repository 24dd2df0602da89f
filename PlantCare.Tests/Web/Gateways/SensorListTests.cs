using Microsoft.Playwright;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Gateways;

/// <summary>What an owner does with the sensors of a gateway, in the real browser against the real Api.</summary>
public sealed class SensorListTests(Chromium chromium, LookFixture servers) : IClassFixture<Chromium>, IClassFixture<LookFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sensor_is_put_into_a_plant_moved_and_taken_out()
    {
        var page = await chromium.OpenAsync(servers.Lived);
        await Chromium.SignInAsync(page, "/devices/" + LookFixture.Gateway);
        await page.GetByRole(AriaRole.Link, new() { Name = "See its sensors" }).ClickAsync();
        await page.GetByText(LookFixture.UnknownSensor, new() { Exact = true }).WaitForAsync();

        await page.GetByLabel("Plant for " + LookFixture.UnknownSensor).SelectOptionAsync(new SelectOptionValue { Label = "Orchid (Hallway)" });
        await page.GetByRole(AriaRole.Button, new() { Name = $"Put in: {LookFixture.UnknownSensor}" }).ClickAsync();
        await page.Locator("[aria-labelledby=adopted] a", new() { HasText = "Orchid" }).WaitForAsync();
        await page.Locator("[aria-labelledby=adopted] time", new() { HasText = "Last heard" }).WaitForAsync();
        Assert.Equal(["Orchid"], await PlantsAsync());

        await page.GetByLabel("Plant for " + LookFixture.UnknownSensor).SelectOptionAsync(new SelectOptionValue { Label = "Basil (Kitchen window)" });
        await page.GetByRole(AriaRole.Button, new() { Name = $"Move: {LookFixture.UnknownSensor}" }).ClickAsync();
        await page.Locator("[aria-labelledby=adopted] a", new() { HasText = "Basil" }).WaitForAsync();
        Assert.Equal(["Basil"], await PlantsAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = $"Take out: {LookFixture.UnknownSensor}" }).ClickAsync();
        await page.GetByText("No sensor is in a plant yet.").WaitForAsync();
        Assert.Empty(await PlantsAsync());
        servers.Lived.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Device_that_is_no_gateway_says_so()
    {
        var page = await chromium.OpenAsync(servers.Lived);
        await Chromium.SignInAsync(page, "/devices/pot-001/sensors");

        await page.GetByText("This device is no gateway").WaitForAsync();

        await page.Context.CloseAsync();
    }

    private async Task<IEnumerable<string?>> PlantsAsync() =>
        (await servers.Owner.Devices.ListSensorsAsync(LookFixture.Gateway, Cancel)).Adopted.Select(sensor => sensor.PlantName);
}
