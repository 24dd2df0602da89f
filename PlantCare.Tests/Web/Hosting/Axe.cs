using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace PlantCare.Tests.Web.Hosting;

/// <summary>axe-core, brought into a page once however often it is asked there: bringing it takes longer than most of what it does.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Script = new(() => new BundledAxeScriptProvider().GetScript());

    /// <summary>What is wrong with a page, a line for each rule; nothing when it is accessible.</summary>
    /// <param name="page">The page as it stands.</param>
    /// <param name="rules">Only these; without any, all that axe checks by default.</param>
    public static async Task<string[]> FaultsAsync(IPage page, params string[] rules)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Script.Value);
        }

        var violations = await page.EvaluateAsync<JsonElement>(
            """
            async rules => {
              const options = rules.length > 0 ? { runOnly: { type: "rule", values: rules } } : {};
              const found = await axe.run(document, { ...options, resultTypes: ["violations"] });
              return found.violations.map(violation => ({
                rule: violation.id,
                nodes: violation.nodes.map(node => [node.html, ...node.any.map(check => check.message)].join(" ")),
              }));
            }
            """,
            rules);
        return
        [
            .. violations.EnumerateArray().Select(violation =>
                $"{violation.GetProperty("rule")}: {string.Join(" | ", violation.GetProperty("nodes").EnumerateArray())}"),
        ];
    }
}
