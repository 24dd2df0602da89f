using System.Globalization;
using System.Text.RegularExpressions;

namespace PlantCare.Web.Readings;

/// <summary>Numbers as people write them into a field, and as the field shows them to be written over.</summary>
internal static partial class NumberText
{
    /// <summary>A number for a field: with the reader's decimal sign, without groups; empty for none.</summary>
    public static string Write(double? number) => number?.ToString("0.####", CultureInfo.CurrentCulture) ?? "";

    /// <summary>
    /// Reads a number in anybody's hand. A comma and a point both begin the decimals, whatever the language: <c>21,5</c> is never 215. Groups
    /// of thousands are taken where they can be nothing else: parted by spaces or apostrophes, followed by the other sign
    /// (<c>1.234,5</c>), repeated (<c>1.000.000</c>), or written as the reader's language does (<c>10.000</c> in German).
    /// </summary>
    /// <param name="text">What is written.</param>
    /// <param name="number">The number.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(string text, out double number)
    {
        var written = text.Trim().Replace('\u2212', '-');
        var match = InGroups().Match(written);
        if (match.Success && AreThousands(match))
        {
            written = written.Replace(match.Groups["sign"].Value, "", StringComparison.Ordinal);
        }

        return double.TryParse(
                written.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }

    private static bool AreThousands(Match match) =>
        match.Groups["sign"].Value is not ("." or ",")
        || match.Groups["more"].Success
        || match.Groups["decimals"].Success
        || match.Groups["sign"].Value == CultureInfo.CurrentCulture.NumberFormat.NumberGroupSeparator;

    [GeneratedRegex(
        @"^[+-]?[1-9][0-9]{0,2}(?<sign>[.,'\u2019 \u00a0\u202f])[0-9]{3}(?<more>\k<sign>[0-9]{3})*(?<decimals>(?!\k<sign>)[.,][0-9]*)?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex InGroups();
}
