using System.IO.Compression;
using System.Net;
using Microsoft.Playwright;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Problems;
using PlantCare.Contracts.Users;
using PlantCare.Domain.Metrics;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Profile;

/// <summary>What people do to their own account, in the real browser against the real Api.</summary>
public sealed partial class AccountPageTests(Chromium chromium, LookFixture servers) : IClassFixture<Chromium>, IClassFixture<LookFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Profile_is_saved_and_its_time_zone_is_used()
    {
        var email = await RegisterAsync();
        var page = await OpenAsync(email, "/account");

        await page.Locator("[name=display_name]").FillAsync("Grace");
        await page.Locator("[name=time_zone]").SelectOptionAsync("Asia/Tokyo");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save profile" }).ClickAsync();
        await page.GetByText("Your profile was saved.").WaitForAsync();

        using var http = await SignInAsync(email, ApiServer.Password);
        var me = await new PlantCareClient(http).Auth.GetMeAsync(Cancel);
        Assert.Equal(("Grace", "Asia/Tokyo"), (me.DisplayName, me.TimeZone));
        await Chromium.GoToAsync(page, "/account/activity");
        var changed = page.Locator(".letter", new() { HasText = "Account settings changed" });
        await changed.WaitForAsync();
        var at = DateTimeOffset.Parse((await changed.Locator("time").GetAttributeAsync("datetime"))!, System.Globalization.CultureInfo.InvariantCulture);
        var there = TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));
        Assert.Contains(there.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), await changed.Locator("time").TextContentAsync(), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Units_of_the_account_are_shown_and_written_and_can_be_changed_here()
    {
        using var http = await SignInAsync(ApiServer.Email, ApiServer.Password);
        var owner = new PlantCareClient(http);
        var units = new UpdateUnits { Temperature = TemperatureUnit.Fahrenheit, Light = LightUnit.Ppfd };
        await owner.Users.UpdateMeAsync(new UpdateUserRequest { Units = units }, Cancel);
        var basil = (await owner.Plants.ListAsync(200, cancellationToken: Cancel)).Data.Single(plant => plant.Name == "Basil");
        var page = await chromium.OpenAsync(servers.Lived);
        await Chromium.SignInAsync(page);

        var card = page.Locator(".plant-card").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Basil" }) });
        await Assertions.Expect(card).ToContainTextAsync("74.1\u202f°F");
        await Assertions.Expect(card).ToContainTextAsync("152\u202fµmol/m²/s");
        await Chromium.GoToAsync(page, $"/plants/{basil.Id}?metric=temperature");
        await page.Locator(".history-frame[data-drawn]").WaitForAsync();
        await Assertions.Expect(page.Locator(".history-caption")).ToContainTextAsync("°F");
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Temperature, from, in °F", new() { Exact = true })).ToHaveValueAsync("59");
        await page.GetByLabel("Temperature, to, in °F", new() { Exact = true }).FillAsync("95");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.WaitForURLAsync($"**/plants/{basil.Id}");
        var limits = (await owner.Plants.GetAsync(basil.Id, Cancel)).Thresholds["temperature"];
        Assert.Equal((15, 35), (limits.Min, limits.Max));

        await page.Locator(".shell-nav a[href='/account']").ClickAsync();
        await page.Locator("[name=temperature]").SelectOptionAsync("Celsius");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save profile" }).ClickAsync();
        await page.GetByText("Your profile was saved.").WaitForAsync();
        await page.Locator(".shell-nav a[href='/']").ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync("23.4\u202f°C");
        await Chromium.ReloadAsync(page);
        await Assertions.Expect(card).ToContainTextAsync("23.4\u202f°C");
        servers.Lived.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task New_password_is_taken_and_this_browser_stays_signed_in()
    {
        const string Changed = "another garden of my own";
        var email = await RegisterAsync();
        var page = await OpenAsync(email, "/account");

        await page.Locator("[name=old_password]").FillAsync("not the one");
        await page.Locator("[name=new_password]").FillAsync(Changed);
        await page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await page.GetByText("The password until now is not that one.").WaitForAsync();
        await page.Locator("[name=old_password]").FillAsync(ApiServer.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
        await page.GetByText("Your password was changed.").WaitForAsync();

        using var http = await SignInAsync(email, Changed);
        await Chromium.GoToAsync(page, "/account");
        await page.Locator("[name=display_name]").WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Everything_is_downloaded_in_one_zip()
    {
        var email = await RegisterAsync();
        var page = await OpenAsync(email, "/account");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download everything" }).ClickAsync());

        Assert.EndsWith(".zip", download.SuggestedFilename, StringComparison.Ordinal);
        using var zip = ZipFile.OpenRead(await download.PathAsync());
        Assert.Contains(zip.Entries, entry => entry.Name.StartsWith("account", StringComparison.Ordinal) && entry.Length > 0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Account_is_erased_by_address_and_password_only()
    {
        var email = await RegisterAsync();
        var page = await OpenAsync(email, "/account");
        var erase = page.GetByRole(AriaRole.Button, new() { Name = "Erase for good" });

        await page.Locator("[name=erase_address]").FillAsync("other@example.org");
        await page.Locator("[name=erase_password]").FillAsync(ApiServer.Password);
        await erase.ClickAsync();
        await page.GetByText("That is not the address of this account.").WaitForAsync();
        await page.Locator("[name=erase_address]").FillAsync(email);
        await page.Locator("[name=erase_password]").FillAsync("not the one");
        await erase.ClickAsync();
        await page.GetByText("The password is wrong").WaitForAsync();
        await page.Locator("[name=erase_password]").FillAsync(ApiServer.Password);
        await erase.ClickAsync();
        await page.WaitForURLAsync("**/sign-in**");

        var refused = await Assert.ThrowsAsync<ApiException>(() => SignInAsync(email, ApiServer.Password));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync(string email, string path)
    {
        var page = await chromium.OpenAsync(servers.Lived);
        await Chromium.SignInAsync(page, path, email);
        await page.Locator("[name=display_name]").WaitForAsync();
        return page;
    }

    private async Task<string> RegisterAsync()
    {
        var email = $"{Guid.CreateVersion7():N}@example.org";
        using var http = new HttpClient { BaseAddress = new Uri(servers.ApiAddress) };
        await new PlantCareClient(http).Auth.RegisterAsync(new Credentials(email, ApiServer.Password), Cancel);
        return email;
    }

    private async Task<HttpClient> SignInAsync(string email, string password)
    {
        var http = new HttpClient { BaseAddress = new Uri(servers.ApiAddress) };
        var tokens = await new PlantCareClient(http).Auth.LoginAsync(new Credentials(email, password), Cancel);
        http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);
        return http;
    }
}
