using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Languages;

/// <summary>The words of choosing a language.</summary>
internal static class LanguageWords
{
    private static readonly WordBook Book = new(typeof(LanguageWords));

    public static string Legend => Book.Get();

    public static string Hint => Book.Get();
}
