using System.Collections.Frozen;

namespace PlantCare.Api.Accounts.Passwords;

/// <summary>
/// Knows the passwords that head every list of breached ones, by what they are made of: a word that everybody takes, once or several times,
/// with digits and signs around it and for some of its letters; a row of keys; a row of letters or digits; the same few signs again and again.
/// </summary>
internal static class CommonPasswords
{
    private const int MostWords = 3;
    private const int LongestUnit = 4;

    // What stands for which letter, as people write it.
    private const string Disguises = "@430157$!";
    private const string Letters = "aaeoistsi";

    private static readonly string[] Rows =
    [
        "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "1234567890", "0987654321",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p", "abcdefghijklmnopqrstuvwxyz",
    ];

    private static readonly FrozenSet<string> Words = Read();

    /// <summary>Whether a password is such a one.</summary>
    public static bool Contain(string password)
    {
        var text = password.ToLowerInvariant();
        return IsRepeated(text) || IsRow(text) || IsWords(Undisguised(text)) || IsWords(Undisguised(text.Trim([.. "0123456789", .. "!?.,;:-_*+#$%&/()= "])));
    }

    // abcabcabcabc, 121212121212
    private static bool IsRepeated(string text)
    {
        for (var unit = 1; unit <= Math.Min(LongestUnit, text.Length / 2); unit++)
        {
            if (text.Index().All(sign => sign.Item == text[sign.Index % unit]))
            {
                return true;
            }
        }

        return false;
    }

    // Forwards or backwards, from wherever, and from the beginning again.
    private static bool IsRow(string text) => Rows.Any(row =>
        Twice(row).Contains(text, StringComparison.Ordinal) || Twice(string.Concat(row.Reverse())).Contains(text, StringComparison.Ordinal));

    private static string Twice(string row) => row + row;

    private static string Undisguised(string text) => string.Concat(
        text.Select(sign => Disguises.IndexOf(sign, StringComparison.Ordinal) is var at and >= 0 ? Letters[at] : sign).Where(char.IsLetterOrDigit));

    private static bool IsWords(string text, int most = MostWords) =>
        text.Length > 0
        && most > 0
        && Enumerable.Range(1, text.Length).Any(length => Words.Contains(text[..length]) && (length == text.Length || IsWords(text[length..], most - 1)));

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")
            ?? throw new InvalidOperationException("The list of common passwords is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
