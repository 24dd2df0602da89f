using System.Globalization;
using System.Text.RegularExpressions;
using PlantCare.Contracts.Languages;
using PlantCare.Web.Languages;

namespace PlantCare.Tests.Web.Languages;

/// <summary>Every language says everything: no key is missing, none is empty, and each takes the same arguments.</summary>
public sealed partial class TranslationTests
{
    private static readonly string[] Plurals = ["zero", "one", "two", "few", "many", "other"];

    public static TheoryData<string, string> Translations => [.. WordFile.Neutral.SelectMany(
        file => WordFile.Languages.Select(language => new TheoryDataRow<string, string>(file.Class, language)))];

    [Theory]
    [MemberData(nameof(Translations))]
    public void Translation_has_every_key_of_the_neutral_file_and_no_other(string words, string language)
    {
        var neutral = WordFile.Neutral.Single(file => file.Class == words);
        var translated = neutral.In(language);
        Assert.NotNull(translated);

        var expected = neutral.Texts.Keys.SelectMany(key => FormsOf(key, CultureInfo.GetCultureInfo(language))).Distinct(StringComparer.Ordinal);

        Assert.Equal(expected.Order(StringComparer.Ordinal), translated.Texts.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(translated.Texts, text => string.IsNullOrWhiteSpace(text.Value));
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void Translation_takes_the_same_arguments(string words, string language)
    {
        var neutral = WordFile.Neutral.Single(file => file.Class == words).Texts;
        var wrong = WordFile.Neutral.Single(file => file.Class == words).In(language)!.Texts
            .Where(text => !ArgumentsOf(text.Key, text.Value).SetEquals(ArgumentsOf(text.Key, neutral.GetValueOrDefault(text.Key) ?? neutral[Stem(text.Key) + ".other"])))
            .Select(text => text.Key);

        Assert.Empty(wrong);
    }

    [Fact]
    public void Neutral_texts_are_not_empty() =>
        Assert.DoesNotContain(WordFile.Neutral.SelectMany(file => file.Texts), text => string.IsNullOrWhiteSpace(text.Value));

    [Fact]
    public void Languages_of_the_dashboard_are_those_of_the_files()
    {
        Assert.Equal(["en", .. WordFile.Languages], LanguageRegistration.All.Select(language => language.Name));
        Assert.Subset(WordFile.Languages.ToHashSet(StringComparer.Ordinal), new HashSet<string>(["de", "it"], StringComparer.Ordinal));
    }

    // A plural's forms are the language's own: Polish has four where English has two.
    private static IEnumerable<string> FormsOf(string key, CultureInfo language) =>
        IsPlural(key) ? PluralForm.AllOf(language).Select(form => $"{Stem(key)}.{form}") : [key];

    private static bool IsPlural(string key) => Plurals.Contains(key.Split('.')[^1], StringComparer.Ordinal);

    private static string Stem(string key) => key[..key.LastIndexOf('.')];

    // 'One needs you' need not say the number.
    private static HashSet<string> ArgumentsOf(string key, string text) =>
        [.. Argument().Matches(text).Select(match => match.Value).Where(argument => !IsPlural(key) || argument != "{0}")];

    [GeneratedRegex(@"\{[0-9]+[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Argument();
}
