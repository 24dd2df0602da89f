using Scalar.AspNetCore;

namespace PlantCare.Api.Http;

/// <summary>
/// Keeps what Api answers out of caches, which may belong to others, unless an endpoint says otherwise; and lets the documentation page, the
/// only one that Api has, do what it must.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
internal sealed class ApiHeaders(RequestDelegate next)
{
    /// <summary>Adds the headers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.TryAdd("Cache-Control", "no-store");
            if (context.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce)
            {
                // The page's makers draw it by script, with styles that they write into it: those stay open, for this page only, on which
                // nothing of anybody's is shown that was not typed there.
                headers.ContentSecurityPolicy =
                    $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
                    + "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
