using Microsoft.Playwright;
using PlantCare.Contracts.Places;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Sharing;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Sharing;

/// <summary>Places and sharing as people use them, against a real Api, on narrow and wide screens.</summary>
public sealed class SharingPageTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Friend = "grace@example.org";

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
        _basil = (await _api.Owner.Plants.ListAsync()).Data[0];
        _host = await DashboardHost.StartAsync(_api.Address, _folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _api.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Place_is_made_and_filled_and_chosen_on_the_overview()
    {
        var page = await chromium.OpenAsync(_host, 390);
        await Chromium.SignInAsync(page, "/places");
        await LooksWellAsync(page, "places-none");
        await page.Locator("[name=name]").FillAsync("Greenhouse");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add place" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Put in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take out: Basil" }).WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Who has access" }).WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show on the overview" }).ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Basil" }).WaitForAsync();
        Assert.StartsWith("Greenhouse", await ChosenAsync(page), StringComparison.Ordinal);
        await LooksWellAsync(page, "overview-place");
        _host.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Overview_shows_the_place_that_was_chosen_last()
    {
        var villa = await _api.Owner.Places.CreateAsync(new CreatePlaceRequest("Villa"), cancellationToken: Cancel);
        await _api.Owner.Plants.CreateAsync(new CreatePlantRequest("Palm", PlaceId: villa.Id), cancellationToken: Cancel);
        var page = await chromium.OpenAsync(_host);
        await Chromium.SignInAsync(page);

        await page.Locator("[name=place]").SelectOptionAsync(villa.Id.ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Basil" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.GetByRole(AriaRole.Link, new() { Name = "Palm" }).WaitForAsync();
        await KeptAsync(page, villa.Id.ToString());

        // In the same circuit, and in a new one.
        await page.GetByRole(AriaRole.Link, new() { Name = "Devices", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Devices" }).WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Plants", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Palm" }).WaitForAsync();
        Assert.StartsWith("Villa", await ChosenAsync(page), StringComparison.Ordinal);
        await Chromium.GoToAsync(page, "/");
        await page.Locator(".live-state.on").WaitForAsync();
        Assert.StartsWith("Villa", await ChosenAsync(page), StringComparison.Ordinal);
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "Basil" }).CountAsync());

        await page.Locator("[name=place]").SelectOptionAsync("");
        await page.GetByRole(AriaRole.Link, new() { Name = "Basil" }).WaitForAsync();
        await KeptAsync(page, null);
        _host.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Friend_leaves_what_is_shared_with_them()
    {
        var friend = await _api.SignInAsync(Friend);
        await friend.Shares.AcceptAsync((await _api.Owner.Shares.SharePlantAsync(_basil.Id, new CreateShareRequest(ShareRole.Viewer), cancellationToken: Cancel)).Token, cancellationToken: Cancel);
        var page = await chromium.OpenAsync(_host);
        await Chromium.SignInAsync(page, "/places", Friend);

        await page.GetByRole(AriaRole.Button, new() { Name = "Leave: Basil" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave", Exact = true }).ClickAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = "Shared with you" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Empty((await friend.Plants.ListAsync(cancellationToken: Cancel)).Data);
        _host.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Friend_who_may_look_sees_a_device_and_nothing_to_change_it_with()
    {
        var friend = await _api.SignInAsync(Friend);
        await friend.Shares.AcceptAsync((await _api.Owner.Shares.SharePlantAsync(_basil.Id, new CreateShareRequest(ShareRole.Viewer), cancellationToken: Cancel)).Token, cancellationToken: Cancel);
        var page = await chromium.OpenAsync(_host, 390);
        await Chromium.SignInAsync(page, "/devices/pot-001", Friend);

        await page.Locator(".facts").GetByRole(AriaRole.Link, new() { Name = "Basil" }).WaitForAsync();
        await LooksWellAsync(page, "shared-device");
        Assert.Equal(0, await page.Locator("main button, main input, main select").CountAsync());
        await Chromium.GoToAsync(page, $"/plants/{_basil.Id}/share");
        await page.GetByRole(AriaRole.Heading, new() { Name = "This is for its owner" }).WaitForAsync();
        _host.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Access_is_changed_in_place_and_the_friends_open_page_follows()
    {
        var friend = await _api.SignInAsync(Friend);
        await friend.Shares.AcceptAsync((await _api.Owner.Shares.SharePlantAsync(_basil.Id, new CreateShareRequest(ShareRole.Viewer), cancellationToken: Cancel)).Token, cancellationToken: Cancel);
        var theirs = await chromium.OpenAsync(_host, 390);
        await Chromium.SignInAsync(theirs, $"/plants/{_basil.Id}", Friend);
        await theirs.GetByRole(AriaRole.Heading, new() { Name = "Journal" }).WaitForAsync();
        var water = theirs.GetByRole(AriaRole.Button, new() { Name = "Write it down" });
        Assert.Equal(0, await water.CountAsync());
        var page = await chromium.OpenAsync(_host, 390);
        await Chromium.SignInAsync(page, $"/plants/{_basil.Id}/share");

        await page.GetByRole(AriaRole.Button, new() { Name = "Change: grace" }).ClickAsync();
        await page.Locator("[name=changed-role]").SelectOptionAsync(nameof(ShareRole.Caretaker));
        await page.Locator("[name=changed-until]").SelectOptionAsync("7");
        await LooksWellAsync(page, "share-change");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Locator(".share-change").WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await water.WaitForAsync();
        var share = Assert.Single((await _api.Owner.Shares.ListOfPlantAsync(_basil.Id, cancellationToken: Cancel)).Data);
        Assert.Equal(ShareRole.Caretaker, share.Role);
        Assert.InRange(share.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(6), TimeSpan.FromDays(7));
        _host.Log.AssertNoErrors();
        await page.Context.CloseAsync();
        await theirs.Context.CloseAsync();
    }

    [Fact]
    public async Task Somebody_without_an_account_registers_and_accepts_an_invitation()
    {
        var owner = await chromium.OpenAsync(_host, 390);
        await Chromium.SignInAsync(owner, $"/plants/{_basil.Id}/share");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Make the invitation" }).ClickAsync();
        var link = await owner.Locator(".secret").TextContentAsync();
        await LooksWellAsync(owner, "share");

        var friend = await chromium.OpenAsync(_host, 390);
        await friend.GotoAsync(link!);
        await friend.GetByRole(AriaRole.Link, new() { Name = "Create an account to accept" }).ClickAsync();
        await friend.Locator("[name='Input.Email']").FillAsync(Friend);
        await friend.Locator("[name='Input.Password']").FillAsync(ApiServer.Password);
        await friend.Locator("button.primary").ClickAsync();
        await friend.GetByRole(AriaRole.Button, new() { Name = "Accept", Exact = true }).ClickAsync();

        await friend.GetByRole(AriaRole.Heading, new() { Name = "Basil" }).WaitForAsync();
        Assert.Equal("Active", (await _api.Owner.Shares.ListOfPlantAsync(_basil.Id, cancellationToken: Cancel)).Data[0].State.ToString());
        _host.Log.AssertNoErrors();
        await owner.Context.CloseAsync();
        await friend.Context.CloseAsync();
    }

    [Fact]
    public async Task Sitter_waters_without_an_account_until_the_link_is_taken_back()
    {
        var owner = await chromium.OpenAsync(_host);
        await Chromium.SignInAsync(owner, $"/plants/{_basil.Id}/share");
        await owner.Locator("[name=sitter]").FillAsync("Neighbour");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await owner.Locator(".secret").TextContentAsync();

        var sitter = await chromium.OpenAsync(_host, 320);
        await sitter.GotoAsync(link!);
        await sitter.GetByRole(AriaRole.Heading, new() { Name = "Basil" }).WaitForAsync();
        await sitter.GetByRole(AriaRole.Button, new() { Name = "I watered it by hand" }).ClickAsync();
        await sitter.GetByText("Written down, thank you.").WaitForAsync();
        await LooksWellAsync(sitter, "sitter-told");
        Assert.Equal("Neighbour", Assert.Single((await _api.Owner.Plants.ListJournalAsync(_basil.Id, cancellationToken: Cancel)).Data).Author);

        await owner.GetByRole(AriaRole.Button, new() { Name = "Take back: Neighbour" }).ClickAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = "Take back", Exact = true }).ClickAsync();
        await owner.GetByText("Shared with nobody yet.").WaitForAsync();
        await sitter.GotoAsync(link!);
        await sitter.GetByText("This link does not work any more").WaitForAsync();
        await LooksWellAsync(sitter, "sitter-ended");
        await owner.Context.CloseAsync();
        await sitter.Context.CloseAsync();
    }

    private static Task<string?> ChosenAsync(IPage page) => page.Locator("[name=place] option:checked").TextContentAsync();

    private static Task KeptAsync(IPage page, string? place) => Until.TrueAsync(
        async () => (await page.Context.CookiesAsync()).FirstOrDefault(cookie => cookie.Name == "plantcare-place")?.Value == place,
        TestContext.Current.CancellationToken);

    private static async Task LooksWellAsync(IPage page, string name)
    {
        await Screen.ShootAsync(page, name);
        Assert.Empty(await Screen.WiderAsync(page));
        Assert.Empty(await Axe.FaultsAsync(page));
    }
}
