using Microsoft.Playwright;

namespace PlantCare.Tests.Web.Hosting;

/// <summary>How a page stands on the screen.</summary>
internal static class Screen
{
    /// <summary>What makes the page wider than the screen, by its own edges; nothing when it fits. What scrolls within its own frame does not count.</summary>
    public static Task<string[]> WiderAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) {
            return [];
          }
          const wide = [...document.body.querySelectorAll("*")].filter(element => element.getBoundingClientRect().right > width);
          return [`${document.documentElement.scrollWidth} px`, ...wide.map(element => `<${element.localName} class="${element.className}"> ${element.getBoundingClientRect().right}`)];
        }
        """);

    /// <summary>Looks at an open page on another screen, in other colours, once it is drawn so. Its person follows the system's colours.</summary>
    public static async Task TurnAsync(IPage page, int width, ColorScheme scheme)
    {
        await page.SetViewportSizeAsync(width, Height(width));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });

        // The browser tells a page of new colours when it comes to it, which may be some frames later.
        await page.WaitForFunctionAsync(
            "([theme, width]) => document.documentElement.dataset.theme === theme && innerWidth === width",
            new object[] { scheme is ColorScheme.Dark ? "dark" : "light", width });
        await page.EvaluateAsync(
            """
            async () => {
              for (let frame = 0; frame < 3; frame++) {
                await new Promise(requestAnimationFrame);
              }
              await Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => null)));
            }
            """);
    }

    /// <summary>How high a screen of that width is.</summary>
    public static int Height(int width) => width < 700 ? 844 : 860;

    /// <summary>Takes a picture where <c>PLANTCARE_SCREENSHOTS</c> names a folder for them.</summary>
    public static async Task ShootAsync(IPage page, string name, bool whole = true)
    {
        if (Environment.GetEnvironmentVariable("PLANTCARE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = whole });
        }
    }
}
