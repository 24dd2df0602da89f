using Microsoft.Playwright;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Profile;

public sealed partial class AccountPageTests
{
    [Fact]
    public async Task Passkey_is_added_signs_in_and_opens_nothing_once_it_is_removed()
    {
        var email = await RegisterAsync();
        var page = await chromium.OpenAsync(ByName(servers.Lived.Address), 390);
        var key = await page.Context.NewCDPSessionAsync(page);
        await key.SendAsync("WebAuthn.enable", new() { ["enableUI"] = false });
        await key.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });

        // A virtual authenticator answers whatever it is offered without being asked: here somebody presses the button.
        await page.Context.AddInitScriptAsync("if (window.PublicKeyCredential) { PublicKeyCredential.isConditionalMediationAvailable = async () => false; }");
        await Chromium.SignInAsync(page, "/account/security", email);
        var add = page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" });
        await Assertions.Expect(add).ToBeEnabledAsync();

        await page.Locator("[name=passkey_name]").FillAsync("My phone");
        await page.Locator("[name=passkey_password]").FillAsync("not the one");
        await add.ClickAsync();
        await page.GetByText("The password is wrong").WaitForAsync();
        await page.Locator("[name=passkey_password]").FillAsync(ApiServer.Password);
        await add.ClickAsync();
        await page.Locator(".passkeys .letter", new() { HasText = "My phone" }).WaitForAsync();
        await Screen.ShootAsync(page, "passkeys-390");
        Assert.Empty(await Screen.WiderAsync(page));
        Assert.Empty(await Axe.FaultsAsync(page));

        await SignOutAsync(page);
        await page.GotoAsync("/sign-in?returnUrl=%2Faccount%2Fsecurity");
        await UsePasskeyAsync(page);
        await page.WaitForURLAsync("**/account/security");

        await Chromium.InteractiveAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename the passkey My phone" }).ClickAsync();
        await page.Locator("[name=new_passkey_name]").FillAsync("Key ring");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the name" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey Key ring" }).ClickAsync();
        await page.Locator(".confirm-dialog").GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await page.GetByText("No passkeys yet.").WaitForAsync();

        await SignOutAsync(page);
        await page.GotoAsync("/sign-in");
        await UsePasskeyAsync(page);
        await page.GetByText("This passkey does not open an account here").WaitForAsync();
        await Screen.ShootAsync(page, "passkey-refused-390");

        PolicyViolations.AssertNone(page);
        await page.Context.CloseAsync();
    }

    // Addresses have no passkeys.
    private static string ByName(string address) => new UriBuilder(address) { Host = "localhost" }.Uri.GetLeftPart(UriPartial.Authority);

    private static async Task UsePasskeyAsync(IPage page) => await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
}
