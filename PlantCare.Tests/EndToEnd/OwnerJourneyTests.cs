using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PlantCare.Contracts.Devices;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.EndToEnd;

/// <summary>
/// From an empty folder to a living card: an owner registers, adds a plant and a device in the browser, the device publishes over MQTT, and
/// the page shows it without being asked.
/// </summary>
public sealed partial class OwnerJourneyTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Password = "a drying basil, ten minutes";

    [Fact]
    public async Task Owner_fromFirstRunToFirstReading_seesItOnThePage()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using var home = await StandaloneProcess.StartAsync(StandaloneProcess.FreePorts(folder.Path), cancellationToken: token);
        await using var context = await chromium.Browser.NewContextAsync(new() { BaseURL = home.Web.ToString(), ViewportSize = new() { Width = 390, Height = 844 } });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();

        // step 1: the first run makes the administrator
        await page.GotoAsync("/");
        await page.GetByLabel("E-mail").FillAsync("owner@example.com");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the administrator account" }).ClickAsync();
        await page.WaitForURLAsync(home.Web.ToString());

        // step 2: a plant, whose limits come from the catalogue
        await Chromium.GoToAsync(page, "/plants/new");
        await page.GetByRole(AriaRole.Combobox).FillAsync("Basil");
        await page.GetByRole(AriaRole.Option, new() { Name = "Basil Ocimum basilicum" }).ClickAsync();
        await page.GetByLabel("What do you call it?").FillAsync("Kitchen basil");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add plant" }).ClickAsync();

        // step 3: its device, whose secret is shown once
        await page.WaitForURLAsync(DevicePage());
        await page.GetByRole(AriaRole.Button, new() { Name = "Add device" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Listening for the first reading…")).ToBeVisibleAsync();
        var line = await page.Locator("pre", new() { HasText = "mosquitto_pub" }).InnerTextAsync();
        var words = line.Replace("\\\n", " ", StringComparison.Ordinal).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        string After(string option) => words[Array.IndexOf(words, option) + 1].Trim('\'');
        Assert.Equal(home.MqttPort.ToString(System.Globalization.CultureInfo.InvariantCulture), After("-p"));

        // step 4: the device publishes what the line says
        var device = new DeviceWithSecretResponse(
            default, After("-u"), "", "", PlantCare.Domain.Devices.DeviceConfig.Empty, null, default, null, null, default, default, After("-P"),
            new MqttSettings(After("-h"), home.MqttPort, Tls: false, After("-u"), After("-P"), After("-t")));
        await using var client = await MqttDevice.ConnectAsync(home.MqttPort, device, cancellationToken: token);
        Assert.True((await client.PublishAsync("""{"soil_moisture":44,"temperature":22.4}""", cancellationToken: token)).IsSuccess);
        await Assertions.Expect(page.GetByText("First reading received!")).ToBeVisibleAsync();

        // step 5: the overview shows it, and what comes next as it comes
        await Chromium.GoToAsync(page, "/");
        var card = page.Locator("article", new() { HasText = "Kitchen basil" });
        await Assertions.Expect(card).ToContainTextAsync("44%");
        await Assertions.Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        Assert.True((await client.PublishAsync("""{"soil_moisture":21}""", cancellationToken: token)).IsSuccess);
        await Assertions.Expect(card).ToContainTextAsync("21%");
        await Assertions.Expect(card).ToContainTextAsync("Thirsty");
        Assert.DoesNotContain("fail:", home.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex("/devices/new\\?plant=", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex DevicePage();
}
