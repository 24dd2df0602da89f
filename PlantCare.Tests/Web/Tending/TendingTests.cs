using Microsoft.Playwright;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Care;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Tending;

/// <summary>What people do on a plant's page, against a real Api: each according to their role.</summary>
public sealed class TendingTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Friend = "grace@example.org";

    // The smallest picture there is.
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly TempFolder _folder = new();
    private ApiServer _api = default!;
    private DashboardHost _host = default!;
    private PlantResponse _basil = default!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiServer.StartAsync(_folder.Path);
        var now = TimeProvider.System.GetUtcNow();
        await _api.PlantAsync((Garden.Empty with { Began = now }).With("Basil", species: null, "Kitchen", now, 45, temperature: 23, humidity: 48, light: 8_200));

        // Nothing in its past opens an alert, so that there is one: alerts open and end while a day of readings is judged.
        await _api.ReportAsync("pot-001", ("soil_moisture", 21));
        _basil = (await _api.Owner.Plants.ListAsync()).Data[0];
        await Until.TrueAsync(
            async () => (await _api.Owner.Alerts.ListAsync(AlertState.Open, _basil.Id)).Data.Count > 0, TestContext.Current.CancellationToken);
        _host = await DashboardHost.StartAsync(_api.Address, _folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _api.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Owner_writes_the_journal_with_a_picture()
    {
        var page = await OpenAsync(ApiServer.Email);

        await page.Locator("[name=kind]").SelectOptionAsync("Note");
        await page.Locator("[name=note]").FillAsync("Two new leaves");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "leaf.png", MimeType = "image/png", Buffer = Pixel });
        await page.GetByRole(AriaRole.Button, new() { Name = "Write it down" }).ClickAsync();

        await page.GetByText("Two new leaves").WaitForAsync();
        await page.Locator(".journal-photo").ScrollIntoViewIfNeededAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.journal-photo')?.naturalWidth === 1");
        Assert.Equal("Two new leaves", Assert.Single((await _api.Owner.Plants.ListJournalAsync(_basil.Id, cancellationToken: Cancel)).Data).Note);
        _host.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Owner_acknowledges_an_alert_and_ends_it()
    {
        var page = await OpenAsync(ApiServer.Email);

        await page.GetByRole(AriaRole.Button, new() { Name = "I know" }).ClickAsync();
        await page.GetByText("ada knows").WaitForAsync();
        Assert.Single((await _api.Owner.Alerts.ListAsync(AlertState.Acknowledged, _basil.Id, cancellationToken: Cancel)).Data);

        await page.GetByRole(AriaRole.Button, new() { Name = "Settled" }).ClickAsync();
        await page.Locator(".alert-line").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Single((await _api.Owner.Alerts.ListAsync(AlertState.Resolved, _basil.Id, cancellationToken: Cancel)).Data, alert => alert.ResolvedBy is not null);

        // The next one begins by itself, and is over by itself, while the page stands open.
        await _api.ReportAsync("pot-001", ("soil_moisture", 55));
        await _api.ReportAsync("pot-001", ("soil_moisture", 20));
        await page.Locator(".alert-line").WaitForAsync();
        await _api.ReportAsync("pot-001", ("soil_moisture", 55));
        await page.Locator(".alert-line").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Owner_hears_that_a_server_without_a_broker_cannot_water()
    {
        var page = await OpenAsync(ApiServer.Email);

        await page.GetByRole(AriaRole.Button, new() { Name = "Water", Exact = true }).ClickAsync();

        await page.GetByText("cannot send anything to devices").WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(ShareRole.Viewer, false, false)]
    [InlineData(ShareRole.Caretaker, true, false)]
    [InlineData(ShareRole.Owner, true, true)]
    public async Task Friend_is_offered_what_their_role_may_do(ShareRole role, bool tends, bool changes)
    {
        var invitation = await _api.Owner.Shares.SharePlantAsync(_basil.Id, new CreateShareRequest(role), cancellationToken: Cancel);
        await (await _api.SignInAsync(Friend)).Shares.AcceptAsync(invitation.Token, cancellationToken: Cancel);

        var page = await OpenAsync(Friend);
        await page.Locator(".alert-line").WaitForAsync();

        foreach (var button in (string[])["I know", "Settled", "Water", "Write it down"])
        {
            Assert.Equal(tends ? 1 : 0, await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).CountAsync());
        }

        foreach (var link in (string[])["Edit", "Share", "Add a device"])
        {
            Assert.Equal(changes ? 1 : 0, await page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).CountAsync());
        }

        _host.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync(string email)
    {
        var page = await chromium.OpenAsync(_host);
        await Chromium.SignInAsync(page, $"/plants/{_basil.Id}", email);
        await page.GetByRole(AriaRole.Heading, new() { Name = "Journal" }).WaitForAsync();
        return page;
    }
}
