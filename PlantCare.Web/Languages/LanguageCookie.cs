using Microsoft.AspNetCore.Localization;

namespace PlantCare.Web.Languages;

/// <summary>The language that was chosen in this browser, by its code, such as <c>de</c>; absent means as the browser asks.</summary>
internal sealed class LanguageCookie : RequestCultureProvider
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "plantcare-language";

    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    /// <summary>Keeps a choice.</summary>
    public static void Write(HttpContext context, string language) => context.Response.Cookies.Append(Name, language, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        IsEssential = true,
        Path = "/",
        MaxAge = Life,
    });

    /// <inheritdoc/>
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext) =>
        Task.FromResult(httpContext.Request.Cookies[Name] is { Length: > 0 } language ? new ProviderCultureResult(language) : null);
}
