using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PlantCare.Tests.Web.Hosting;

namespace PlantCare.Tests.Web.Languages;

/// <summary>The pages in every language, on a phone and on a desk: nothing is left in English, and nothing is too long for its place.</summary>
public sealed partial class LanguageLookTests(Chromium chromium, LookFixture servers) : IClassFixture<Chromium>, IClassFixture<LookFixture>
{
    private const int Phone = 390;
    private const int Desk = 1280;

    // All that is read or heard; what says that it is in another language does not count.
    private const string Said = """
        () => {
          const said = [document.title];
          const walk = element => {
            for (const name of ["aria-label", "placeholder", "title", "alt"]) {
              said.push(element.getAttribute(name) ?? "");
            }
            for (const node of element.childNodes) {
              if (node.nodeType === Node.TEXT_NODE) {
                said.push(node.textContent);
              } else if (node.nodeType === Node.ELEMENT_NODE && !node.hasAttribute("lang") && !["SCRIPT", "STYLE", "CODE", "PRE"].includes(node.tagName)) {
                walk(node);
              }
            }
          };
          walk(document.body);
          return said.map(text => text.trim()).filter(text => text !== "");
        }
        """;

    // In English LookTests looks at them.
    public static IEnumerable<TheoryDataRow<string, string>> Looks =>
        from page in (string[])
        [
            "overview", "plant", "plant-edit", "device", "device-new", "account", "security", "activity", "sign-in", "register", "welcome",
            "forgot-password", "reset-password", "confirm", "letter",
            "places", "place", "share", "invitation", "sitter",
            "device-added", "device-claim", "device-sensors", "admin", "admin-registration", "admin-system", "admin-dead-letters",
        ]
        from language in WordFile.Languages
        where language != "en"
        select new TheoryDataRow<string, string>(page, language);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Page_speaks_one_language_and_fits(string name, string language)
    {
        var host = name is "welcome" ? servers.Fresh : servers.Lived;
        var page = await chromium.OpenAsync(host, Phone, locale: language);

        await GoToAsync(page, name, servers.Shared);

        Assert.Equal(language, await page.EvaluateAsync<string>("() => document.documentElement.lang"));
        Assert.Empty(LeftInEnglish(await page.EvaluateAsync<string[]>(Said), language));
        foreach (var width in (int[])[Phone, Desk])
        {
            await Screen.TurnAsync(page, width, ColorScheme.Light);
            Assert.Empty(await Screen.WiderAsync(page));
            await Screen.ShootAsync(page, $"{name}-{language}-{width}");
        }

        host.Log.AssertNoErrors();
        await page.Context.CloseAsync();
    }

    private async Task GoToAsync(IPage page, string name, SharedGarden shared)
    {
        switch (name)
        {
            case "forgot-password" or "reset-password" or "confirm" or "letter":
                await page.GotoAsync("/account/" + name);
                break;
            case "sign-in" or "register" or "welcome":
                await page.GotoAsync("/" + name);
                break;
            case "account" or "overview":
                await servers.SignInAsync(page, name is "account" ? "/account" : "/");
                await page.Locator(name is "account" ? "[name=time_zone]" : ".live-state.on").WaitForAsync();
                break;
            case "device-claim" or "device-sensors":
                await servers.SignInAsync(page, name is "device-claim" ? "/devices/claim" : $"/devices/{LookFixture.Gateway}/sensors");
                await page.Locator(".letters .letter").First.WaitForAsync();
                break;
            case "device-added":
                await servers.SignInAsync(page, "/devices/new");
                await page.Locator("[name=device_id]").WaitForAsync();
                await page.Locator("form.panel .button.primary").ClickAsync();
                await page.Locator(".device-sheet .qr").WaitForAsync();
                break;
            case var _ when name.StartsWith("admin", StringComparison.Ordinal):
                await servers.SignInAsync(page, "/" + name.Replace("admin-", "admin/", StringComparison.Ordinal));
                await page.Locator(name is "admin-system" ? ".system .facts" : ".letters .letter").First.WaitForAsync();
                break;
            case "security":
                await servers.SignInAsync(page, "/account/security", LookFixture.Newcomer);
                await page.Locator(".sessions .letter").First.WaitForAsync();
                await page.Locator(".two-factor .button.primary").ClickAsync();
                await page.Locator(".two-factor .qr").WaitForAsync();
                break;
            case "activity":
                await servers.SignInAsync(page, "/account/activity");
                await page.Locator(".activity .letter").First.WaitForAsync();
                break;
            case "plant" or "plant-edit":
                await servers.SignInAsync(page);
                await page.GetByRole(AriaRole.Link, new() { Name = "Monstera" }).ClickAsync();
                await page.Locator(".history-frame[data-drawn]").WaitForAsync();
                if (name is "plant-edit")
                {
                    await page.Locator(".page-actions a[href$='/edit']").ClickAsync();
                    await page.Locator(".danger-zone").WaitForAsync();
                    await page.Locator(".more-limits summary").ClickAsync();
                }
                else
                {
                    await page.Locator(".history-table summary").ClickAsync();
                }

                break;
            case "invitation" or "sitter":
                await page.GotoAsync(name is "sitter" ? shared.SitterPath : shared.InvitationPath);
                break;
            case "places" or "place" or "share":
                await servers.SignInAsync(page, name switch
                {
                    "places" => "/places",
                    "place" => $"/places/{shared.PlaceId}",
                    _ => $"/plants/{shared.PlantId}/share",
                });
                await page.Locator(name is "share" ? "[aria-labelledby=shared] .muted" : ".share-line").First.WaitForAsync();
                break;
            default:
                await servers.SignInAsync(page, name is "device" ? "/devices/pot-006" : "/devices/new");
                await page.Locator(name is "device" ? "[aria-labelledby=refused] p" : "[name=device_id]").WaitForAsync();
                break;
        }
    }

    // Any English text of ours that the language says otherwise, and words that no German or Italian sentence has.
    private static IEnumerable<string> LeftInEnglish(IEnumerable<string> said, string language)
    {
        var garden = Garden.Household(DateTimeOffset.UnixEpoch).Plants.SelectMany(plant => new[] { plant.Name, plant.Location, plant.Species });
        var english = WordFile.Neutral
            .SelectMany(file => file.Texts.Where(text => file.In(language)!.Texts.GetValueOrDefault(text.Key) != text.Value).Select(text => text.Value))
            .Except(WordFile.All.Where(file => file.Language == language).SelectMany(file => file.Texts.Values), StringComparer.Ordinal)
            .ToHashSet(StringComparer.Ordinal);
        return said
            .Select(text => garden.OfType<string>().Aggregate(text, (left, name) => left.Replace(name, "", StringComparison.Ordinal)))
            .Where(text => english.Contains(text) || EnglishWord().IsMatch(text) || EnglishNumber(language, text));
    }

    private static bool EnglishNumber(string language, string text) =>
        CultureInfo.GetCultureInfo(language).NumberFormat.NumberDecimalSeparator == "," && DecimalPoint().IsMatch(text);

    [GeneratedRegex(
        @"\b(?:the|your|and|with|ago|heard|device|devices|reading|measured|thirsty|likes|below|above|between|average|show|sign|doing|last|hours|(?-i:Wed|Thu|Tue|Oct|Dec))\b",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex EnglishWord();

    // The address of a computer is no number.
    [GeneratedRegex(@"(?<![0-9.])[0-9]+\.[0-9]{1,2}(?![0-9.])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex DecimalPoint();
}
