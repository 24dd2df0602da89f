using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using PlantCare.Domain.Metrics;
using PlantCare.Tests.Web.Hosting;
using PlantCare.Tests.Web.Session;
using PlantCare.Web.Components;
using PlantCare.Web.Devices;
using PlantCare.Web.Overview;
using PlantCare.Web.Time;

namespace PlantCare.Tests.Web.Components;

public sealed class ComponentTests : BunitContext
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualClock _clock = new() { Now = Now };

    public ComponentTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddScoped(_ => new BrowserClock(_clock));
    }

    [Fact]
    public void PlantCard_says_its_verdict_in_words_and_links_the_plant()
    {
        var card = Render<PlantCard>(parameters => parameters.Add(c => c.Model, Card(("soil_moisture", 21), ("temperature", 40))));

        Assert.Equal("Thirsty +1", card.Find(".pill").TextContent.Trim());
        Assert.StartsWith("/plants/", card.Find("h3 a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("below 30%", card.Find(".figure-label").TextContent, StringComparison.Ordinal);
        Assert.Contains("Too warm", card.Find(".plant-values").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void DeviceLine_says_when_the_device_needs_a_new_secret()
    {
        var device = Garden.Household(Now).Devices[0];

        Assert.DoesNotContain("secret", Render<DeviceLine>(parameters => parameters.Add(c => c.Device, device)).Markup, StringComparison.Ordinal);
        var line = Render<DeviceLine>(parameters => parameters.Add(c => c.Device, device with { NeedsNewSecret = true }));
        Assert.Equal("Needs a new secret", line.FindAll(".pill")[0].TextContent.Trim());
    }

    [Fact]
    public void PlantCard_with_a_raw_count_offers_calibration_and_judges_nothing()
    {
        var card = Render<PlantCard>(parameters => parameters.Add(c => c.Model, Card(("soil_moisture", 450))));

        Assert.Equal("raw 450", card.Find(".figure-value").TextContent);
        Assert.Equal("/devices/pot-001", card.Find("a.calibrate").GetAttribute("href"));
        Assert.Equal("Not calibrated", card.Find(".pill").TextContent.Trim());
    }

    [Fact]
    public void PlantCard_is_not_drawn_again_for_the_same_model()
    {
        var model = Card(("soil_moisture", 45));
        var card = Render<PlantCard>(parameters => parameters.Add(c => c.Model, model).Add(c => c.Minute, 1));
        _clock.Now += TimeSpan.FromMinutes(5);

        card.Render(parameters => parameters.Add(c => c.Model, model).Add(c => c.Minute, 1));
        Assert.Contains("Heard just now", card.Find("footer").TextContent, StringComparison.Ordinal);

        card.Render(parameters => parameters.Add(c => c.Model, model).Add(c => c.Minute, 2));
        Assert.Contains("Heard 5 min ago", card.Find("footer").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfirmDialog_that_destroys_waits_for_the_name()
    {
        Render<MudPopoverProvider>();
        var provider = Render<MudDialogProvider>();
        var dialogs = Services.GetRequiredService<IDialogService>();
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { dialog => dialog.Title, "Delete Basil?" },
            { dialog => dialog.Message, "Its readings go too." },
            { dialog => dialog.Action, "Delete" },
            { dialog => dialog.Dangerous, true },
            { dialog => dialog.TypeToConfirm, "Basil" },
            { dialog => dialog.TypePrompt, "Type its name" },
        };
        var asked = await provider.InvokeAsync(() => dialogs.ShowAsync<ConfirmDialog>(title: null, parameters));

        Assert.True(provider.Find("button.danger").HasAttribute("disabled"));
        provider.Find("input").Input("Basil");
        provider.Find("button.danger").Click();

        Assert.False((await asked.Result)!.Canceled);
    }

    [Fact]
    public void ErrorNotice_says_what_happened_and_tries_again()
    {
        var tried = false;
        var notice = Render<ErrorNotice>(parameters => parameters.Add(n => n.Exception, new HttpRequestException("refused")).Add(n => n.Retry, () => tried = true));

        Assert.Contains("cannot be reached", notice.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        notice.Find("button").Click();
        Assert.True(tried);
    }

    private static PlantCardModel Card(params (string Metric, double Value)[] values)
    {
        var plant = Garden.NewPlant("Basil", "Ocimum basilicum", "Kitchen", Now);
        var judged = PlantJudge.Judge(plant, values.Select(value => (value.Metric, MetricValue.Of(value.Value), Now)));
        return new PlantCardModel(
            plant, judged, PlantJudge.Foremost(judged), [], PlantJudge.Sum(judged, hasDevice: true, Now, Now), Now, "pot-001", HasDevice: true);
    }
}
