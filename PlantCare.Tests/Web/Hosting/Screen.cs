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

    /// <summary>Takes a picture where <c>PLANTCARE_SCREENSHOTS</c> names a folder for them.</summary>
    public static async Task ShootAsync(IPage page, string name, bool whole = true)
    {
        if (Environment.GetEnvironmentVariable("PLANTCARE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = whole });
        }
    }
}
