using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Net.Http.Headers;
using MudBlazor;

namespace PlantCare.Web.Shell;

/// <summary>
/// MudBlazor's theme as a stylesheet. Its provider would write it into every page, where a content security policy that lets styles come
/// from us alone does not take it; and browsers keep a stylesheet.
/// </summary>
internal sealed partial class MudStyles
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/mud-theme.css";

    public MudStyles(IServiceScopeFactory scopes, ILoggerFactory loggers)
    {
        Text = Encoding.UTF8.GetBytes(Draw(scopes, loggers));
        Version = Convert.ToHexStringLower(SHA256.HashData(Text).AsSpan(0, 8));
    }

    /// <summary>The stylesheet, UTF-8.</summary>
    public byte[] Text { get; }

    /// <summary>Another one for another text.</summary>
    public string Version { get; }

    /// <summary>What a page links to.</summary>
    public string Href => $"{Path[1..]}?v={Version}";

    private static string Draw(IServiceScopeFactory scopes, ILoggerFactory loggers)
    {
        using var scope = scopes.CreateScope();
        using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(MudThemeProvider.Theme)] = PlantCareTheme.Theme });
        var html = renderer.Dispatcher
            .InvokeAsync(async () => (await renderer.RenderComponentAsync<MudThemeProvider>(parameters)).ToHtmlString())
            .GetAwaiter().GetResult();
        return string.Concat(StyleElement().Matches(html).Select(style => style.Groups["css"].Value));
    }

    [GeneratedRegex("<style[^>]*>(?<css>.*?)</style>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex StyleElement();
}

/// <summary>Serves it.</summary>
internal static class MudStylesEndpoint
{
    public static void MapMudStyles(this IEndpointRouteBuilder routes) => routes.MapGet(MudStyles.Path, (HttpContext context, MudStyles styles) =>
    {
        // The page's link names the version.
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(styles.Text, "text/css; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{styles.Version}\""));
    }).AllowAnonymous();
}
