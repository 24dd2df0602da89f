using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace PlantCare.Tests.Web.Hosting;

/// <summary>What a page did against its content security policy; the browser stopped it, and so something did not work.</summary>
internal sealed class PolicyViolations
{
    private const string Listen =
        "document.addEventListener('securitypolicyviolation', event => reportViolation("
        + "`${event.effectiveDirective}: ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber} on ${event.documentURI} ${event.sample}`));";

    private static readonly ConditionalWeakTable<IBrowserContext, PolicyViolations> Known = [];

    private readonly ConcurrentQueue<string> _violations = new();

    /// <summary>Listens on every page of a profile, from its first script on.</summary>
    public static async Task WatchAsync(IBrowserContext context)
    {
        var violations = new PolicyViolations();
        Known.Add(context, violations);
        await context.ExposeFunctionAsync("reportViolation", (string violation) => violations._violations.Enqueue(violation));
        await context.AddInitScriptAsync(Listen);

        // What the event does not tell, the browser's console does.
        context.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                violations._violations.Enqueue(message.Text);
            }
        };
    }

    /// <summary>Fails when there was any that <paramref name="expected"/> does not cover.</summary>
    public static void AssertNone(IPage page, Func<string, bool>? expected = null)
    {
        var all = Known.TryGetValue(page.Context, out var violations) ? violations._violations : throw new InvalidOperationException("Nobody watched this page.");
        var unexpected = all.Where(violation => expected?.Invoke(violation) != true).ToList();
        Assert.True(unexpected.Count == 0, string.Join('\n', unexpected));
    }
}
