using System.Globalization;

namespace PlantCare.Api.Mail.Letters;

/// <summary>In which language a letter speaks.</summary>
internal static class LetterLanguage
{
    /// <summary>The first of some language tags that .NET knows; English where none is. What is not translated falls back by itself.</summary>
    public static CultureInfo Choose(params ReadOnlySpan<string?> tags)
    {
        foreach (var tag in tags)
        {
            if (tag is { Length: > 0 })
            {
                try
                {
                    return CultureInfo.GetCultureInfo(tag, predefinedOnly: true);
                }
                catch (CultureNotFoundException)
                {
                    // The next one.
                }
            }
        }

        return CultureInfo.GetCultureInfo("en");
    }

    /// <summary>The language that a client asks to be answered in; null when it does not say.</summary>
    public static string? Of(HttpContext? http) => http?.Request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => language.Value.Value)
        .FirstOrDefault(language => language is not (null or "*"));

    /// <summary>Writes something in a language.</summary>
    public static T Speak<T>(CultureInfo language, Func<T> write)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (language, language);
        try
        {
            return write();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
