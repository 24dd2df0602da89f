namespace PlantCare.Web.Session;

/// <summary>The one cookie that matters: an opaque key, out of reach for scripts and for other sites' forms.</summary>
/// <param name="settings">How long it lives.</param>
internal sealed class SessionCookie(WebSettings settings)
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "plantcare-session";

    /// <summary>The key that the browser sent.</summary>
    public static string? Read(HttpContext context) => context.Request.Cookies[Name];

    /// <summary>Gives the browser its key.</summary>
    public void Write(HttpContext context, string key)
    {
        var options = Options(context);
        options.MaxAge = settings.SessionLifetime;
        context.Response.Cookies.Append(Name, key, options);
    }

    /// <summary>Takes it away.</summary>
    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        IsEssential = true,
        Path = "/",
    };
}
