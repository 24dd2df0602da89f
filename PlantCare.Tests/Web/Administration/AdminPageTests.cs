using System.Net;
using Microsoft.Playwright;
using PlantCare.Contracts.Auth;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Administration;

/// <summary>What administrators do on their pages, and that nobody else comes to them.</summary>
public sealed class AdminPageTests(Chromium chromium, LookFixture servers) : IClassFixture<Chromium>, IClassFixture<LookFixture>
{
    private static readonly string[] Pages = ["/admin", "/admin/registration", "/admin/system", "/admin/dead-letters"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_no_administrator_sees_neither_the_entry_nor_the_pages()
    {
        var page = await chromium.OpenAsync(servers.Lived);
        await Chromium.SignInAsync(page, "/account", LookFixture.Newcomer);
        await page.Locator("[name=display_name]").WaitForAsync();

        Assert.Equal(0, await page.Locator("a[href^='/admin']").CountAsync());
        foreach (var path in Pages)
        {
            Assert.Equal((int)HttpStatusCode.NotFound, (await page.GotoAsync(path))!.Status);
        }

        // Within a circuit no request asks the server whether one may.
        await Chromium.GoToAsync(page, "/account");
        await page.Locator("[name=display_name]").WaitForAsync();
        await page.EvaluateAsync("() => Blazor.navigateTo('/admin')");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Nothing grows here" }).WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Account_is_disabled_enabled_and_gets_the_role_and_loses_it()
    {
        var page = await OpenAsync("/admin");
        await page.Locator("[name=search]").FillAsync("newcomer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Assertions.Expect(page.Locator(".users .letter")).ToHaveCountAsync(1);

        await DoAsync(page, $"Disable: {LookFixture.Newcomer}");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Enable: {LookFixture.Newcomer}" }).WaitForAsync();
        Assert.NotNull((await FindAsync()).DisabledAt);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Enable: {LookFixture.Newcomer}" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Disable: {LookFixture.Newcomer}" }).WaitForAsync();
        Assert.Null((await FindAsync()).DisabledAt);

        await DoAsync(page, $"Make administrator: {LookFixture.Newcomer}");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Take the role away: {LookFixture.Newcomer}" }).WaitForAsync();
        Assert.True((await FindAsync()).IsAdministrator);
        await DoAsync(page, $"Take the role away: {LookFixture.Newcomer}");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Make administrator: {LookFixture.Newcomer}" }).WaitForAsync();
        Assert.False((await FindAsync()).IsAdministrator);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_was_invited_registers_where_nobody_else_may()
    {
        var page = await OpenAsync("/admin/registration");
        await page.Locator("[name=registration]").SelectOptionAsync(nameof(RegistrationMode.Invite));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByText("Saved. It counts from now on.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the invitation" }).ClickAsync();
        var link = await page.Locator("#invitation-link").TextContentAsync();

        var friend = await chromium.OpenAsync(servers.Lived);
        await friend.GotoAsync("/register");
        await friend.GetByText("New accounts are not open to everyone here.").WaitForAsync();
        await friend.GotoAsync(link + "0");
        await RegisterAsync(friend, "invited@example.org");
        await friend.GetByText("This invitation cannot be used").WaitForAsync();
        await friend.GotoAsync(link!);
        await friend.GetByText("You were invited").WaitForAsync();
        await RegisterAsync(friend, "invited@example.org");
        await friend.GetByRole(AriaRole.Heading, new() { Name = "Let's meet your first plant" }).WaitForAsync();

        await Chromium.ReloadAsync(page);
        await page.GetByText("used on").WaitForAsync();
        await page.Locator("[name=registration]").SelectOptionAsync(nameof(RegistrationMode.Open));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByText("Saved. It counts from now on.").WaitForAsync();
        await page.Context.CloseAsync();
        await friend.Context.CloseAsync();
    }

    [Fact]
    public async Task System_says_versions_sizes_and_traffic_and_refused_messages_say_why()
    {
        var page = await OpenAsync("/admin/system");
        await page.GetByText("sqlite", new() { Exact = false }).First.WaitForAsync();
        await page.Locator("[aria-labelledby=sizes] a[href='/admin/dead-letters']").ClickAsync();

        await page.Locator("[name=device]").FillAsync("pot-001");
        await page.Locator("[name=reason]").SelectOptionAsync(new SelectOptionValue { Label = "An impossible value" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Assertions.Expect(page.Locator(".letter")).ToHaveCountAsync(1);
        await page.Locator(".letter summary").ClickAsync();
        await Assertions.Expect(page.Locator(".letter pre")).ToContainTextAsync("\"temperature\":400");

        await page.Locator("[name=device]").FillAsync("no-such-device");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.GetByText("Nothing was refused.").WaitForAsync();
        servers.Lived.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync(string path)
    {
        var page = await chromium.OpenAsync(servers.Lived);
        await Chromium.SignInAsync(page, path);
        return page;
    }

    private static async Task DoAsync(IPage page, string deed)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = deed }).ClickAsync();
        await page.Locator(".mud-dialog .button.danger").ClickAsync();
    }

    private static async Task RegisterAsync(IPage page, string email)
    {
        await page.Locator("[name='Input.Email']").FillAsync(email);
        await page.Locator("[name='Input.Password']").FillAsync(ApiServer.Password);
        await page.Locator("button.primary").ClickAsync();
    }

    private async Task<PlantCare.Contracts.Administration.AccountResponse> FindAsync() =>
        (await servers.Owner.Administration.ListUsersAsync(LookFixture.Newcomer, cancellationToken: Cancel)).Data.Single();
}
