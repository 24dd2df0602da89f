using System.Globalization;

namespace PlantCare.Contracts.Languages;

/// <summary>
/// Which form of a noun goes with a number, as Unicode's CLDR puts it (Language Plural Rules, cardinal, whole numbers): English tells
/// <c>one</c> from <c>other</c>, Polish also <c>few</c> from <c>many</c>, Japanese nothing at all.
/// </summary>
public static class PluralForm
{
    /// <summary>The form that every language has.</summary>
    public const string Other = "other";

    private const string Zero = "zero";
    private const string One = "one";
    private const string Two = "two";
    private const string Few = "few";
    private const string Many = "many";

    /// <summary>The form that goes with <paramref name="count"/>.</summary>
    public static string Of(CultureInfo language, long count)
    {
        var n = Math.Abs(count);
        return language.TwoLetterISOLanguageName switch
        {
            "id" or "ja" or "ko" or "ms" or "th" or "vi" or "zh" => Other,
            "fa" or "fr" or "hi" or "pt" when n is 0 => One,
            "be" or "ru" or "uk" => Slavic(n) ?? Many,
            "bs" or "hr" or "sr" => Slavic(n) ?? Other,
            "pl" => n is 1 ? One : Slavic(n) is Few ? Few : Many,
            "cs" or "sk" => n is 1 ? One : n is >= 2 and <= 4 ? Few : Other,
            "sl" => (n % 100) switch { 1 => One, 2 => Two, 3 or 4 => Few, _ => Other },
            "lt" => n % 100 is > 10 and < 20 ? Other : (n % 10) switch { 0 => Other, 1 => One, _ => Few },
            "lv" => n % 10 is 0 || n % 100 is > 10 and < 20 ? Zero : n % 10 is 1 ? One : Other,
            "ro" => n is 1 ? One : n is 0 || n % 100 is > 0 and < 20 ? Few : Other,
            "ar" => n switch { 0 => Zero, 1 => One, 2 => Two, _ => (n % 100) switch { >= 3 and <= 10 => Few, > 10 => Many, _ => Other } },
            "he" when n is 2 => Two,
            "is" or "mk" => n % 10 is 1 && n % 100 is not 11 ? One : Other,
            _ => n is 1 ? One : Other,
        };
    }

    /// <summary>Every form that the language tells apart: what its translations have to hold.</summary>
    public static IReadOnlyList<string> AllOf(CultureInfo language) =>
        [.. Enumerable.Range(0, 201).Select(count => Of(language, count)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // 1, 21, 31 ... but not 11; 2 to 4, 22 to 24 ... but not 12 to 14.
    private static string? Slavic(long n) => (n % 10, n % 100) switch
    {
        (1, not 11) => One,
        ( >= 2 and <= 4, < 12 or > 14) => Few,
        _ => null,
    };
}
