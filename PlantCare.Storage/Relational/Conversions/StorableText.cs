using System.Text;

namespace PlantCare.Storage.Relational.Conversions;

/// <summary>Text that quotes what devices sent. A database takes neither NUL nor half a surrogate pair, and must not refuse the row.</summary>
internal static class StorableText
{
    /// <summary>The text with U+FFFD for what no database takes, and no longer than so many characters.</summary>
    public static string Clean(string text, int longest = int.MaxValue)
    {
        var rest = text.AsSpan(0, Math.Min(text.Length, longest));
        var clean = new StringBuilder(rest.Length);
        foreach (var rune in rest.EnumerateRunes())
        {
            clean.Append(rune.Value < ' ' ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }
}
