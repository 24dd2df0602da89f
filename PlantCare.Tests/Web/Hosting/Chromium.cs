using Microsoft.Playwright;

namespace PlantCare.Tests.Web.Hosting;

/// <summary>One browser for all tests that need one.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>A machine that builds beside the tests is slow; what comes late is no failure.</summary>
    private const float Patience = 60_000;

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = default!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A page in a fresh profile.</summary>
    internal Task<IPage> OpenAsync(DashboardHost host, int width = 1280, ColorScheme scheme = ColorScheme.Light, string locale = "en-GB") =>
        OpenAsync(host.Address, width, scheme, locale);

    /// <summary>A page in a fresh profile that may go to any server that calls itself its own, whoever signed its certificate.</summary>
    internal async Task<IPage> OpenAsync(string address, int width = 1280, ColorScheme scheme = ColorScheme.Light, string locale = "en-GB")
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            IgnoreHTTPSErrors = true,
            ViewportSize = new ViewportSize { Width = width, Height = width < 700 ? 844 : 860 },
            ColorScheme = scheme,
            Locale = locale,
            TimezoneId = "Europe/Rome",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(Patience);
        await PolicyViolations.WatchAsync(context);
        return await context.NewPageAsync();
    }

    /// <summary>Signs in through the form and waits until the circuit is there.</summary>
    internal static async Task SignInAsync(IPage page, string to = "/", string email = ApiServer.Email)
    {
        await page.GotoAsync("/sign-in?existing=true&returnUrl=" + Uri.EscapeDataString(to));
        await page.Locator("[name='Input.Email']").FillAsync(email);
        await page.Locator("[name='Input.Password']").FillAsync(ApiServer.Password);
        await page.Locator("button.primary").ClickAsync();
        await InteractiveAsync(page);
    }

    /// <summary>Opens a page of somebody who is signed in, and waits until the circuit is there.</summary>
    internal static async Task GoToAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await InteractiveAsync(page);
    }

    /// <summary>Opens the page anew, and waits until the circuit is there.</summary>
    internal static async Task ReloadAsync(IPage page)
    {
        await page.ReloadAsync();
        await InteractiveAsync(page);
    }

    /// <summary>
    /// Waits until the circuit has taken the page over. What is written into a page before, the circuit's own first drawing throws away; what
    /// is clicked before, nobody hears.
    /// </summary>
    internal static Task InteractiveAsync(IPage page) =>
        page.WaitForFunctionAsync("() => document.querySelector('.theme-switch .chosen') !== null");
}
