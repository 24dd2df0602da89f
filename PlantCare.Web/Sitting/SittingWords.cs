using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Sitting;

/// <summary>The words of a sitter's page.</summary>
internal static class SittingWords
{
    private static readonly WordBook Book = new(typeof(SittingWords));

    public static string Title => Book.Get();

    public static string Ended => Book.Get();

    public static string None => Book.Get();

    public static string Seconds => Book.Get();

    public static string Water => Book.Get();

    public static string ByHand => Book.Get();

    public static string Hello(string sitter, string owner) => Book.Format([sitter, owner]);

    public static string Until(string moment) => Book.Format([moment]);

    public static string LastCommand(string result) => Book.Format([result]);

    /// <summary>What came of what the sitter asked for; null for a word that is none of ours.</summary>
    public static string? Told(string told) => Book.Find($"Told.{told}");
}
