using Microsoft.AspNetCore.Http;

namespace PlantCare.ServiceDefaults.Http;

/// <summary>
/// What every answer tells a browser unless its feature says otherwise: it is no page, shows nothing in a frame, is nobody else's to embed,
/// and is what its type says.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
internal sealed class BaselineHeaders(RequestDelegate next)
{
    private const string NoPage = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>What no page of ours needs of a browser.</summary>
    private const string NoFeatures =
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
        + "midi=(), payment=(), usb=()";

    /// <summary>Adds the headers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // Whatever is registered later runs earlier, and so has its say first.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "no-referrer");
            headers.TryAdd("Permissions-Policy", NoFeatures);
            headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
            headers.TryAdd("Content-Security-Policy", NoPage);
            return Task.CompletedTask;
        });
        return next(context);
    }
}
