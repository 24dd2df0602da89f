using System.Security.Cryptography;

namespace PlantCare.Web.Shell;

/// <summary>Tells the browser what our pages may do: nothing but load from us.</summary>
/// <param name="next">The rest of the pipeline.</param>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly object NonceKey = new();

    /// <summary>The request's nonce, for the import map: the only script that stands in the document.</summary>
    public static string NonceOf(HttpContext context)
    {
        if (context.Items[NonceKey] is not string nonce)
        {
            context.Items[NonceKey] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        }

        return nonce;
    }

    /// <summary>Adds the headers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            Write(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["Referrer-Policy"] = "same-origin";
        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
        {
            // Style attributes are everywhere in MudBlazor, which positions its popovers and dialogs with them; what they can do ends at
            // their own element. Stylesheets, which can read a page, come from us alone. 'unsafe-inline' in style-src is for browsers that
            // do not know the finer names yet; the others ignore it there.
            headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self' 'nonce-{NonceOf(context)}'; script-src-attr 'none'; style-src 'self' 'unsafe-inline'; "
                + "style-src-elem 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
                + "connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers.XFrameOptions = "DENY";
            headers.TryAdd("Cache-Control", "no-cache, no-store");
        }
    }
}
