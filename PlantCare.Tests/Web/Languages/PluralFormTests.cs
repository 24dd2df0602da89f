using System.Globalization;
using PlantCare.Contracts.Languages;

namespace PlantCare.Tests.Web.Languages;

public sealed class PluralFormTests
{
    [Theory]
    [InlineData("en", "0 other, 1 one, 2 other, 21 other")]
    [InlineData("de-AT", "0 other, 1 one, 2 other")]
    [InlineData("fr", "0 one, 1 one, 2 other")]
    [InlineData("ja", "0 other, 1 other, 2 other")]
    [InlineData("pl", "0 many, 1 one, 2 few, 5 many, 12 many, 21 many, 22 few, 112 many")]
    [InlineData("ru", "0 many, 1 one, 2 few, 5 many, 11 many, 12 many, 21 one, 24 few, 111 many")]
    [InlineData("cs", "1 one, 3 few, 5 other, 22 other")]
    [InlineData("sl", "1 one, 2 two, 3 few, 5 other, 101 one, 102 two")]
    [InlineData("lv", "0 zero, 1 one, 11 zero, 21 one, 22 other")]
    [InlineData("lt", "0 other, 1 one, 2 few, 11 other, 21 one, 22 few")]
    [InlineData("ro", "0 few, 1 one, 2 few, 19 few, 20 other, 101 few")]
    [InlineData("ar", "0 zero, 1 one, 2 two, 3 few, 11 many, 100 other, 103 few")]
    public void Of_follows_the_languages_rules(string language, string expected)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        var said = expected.Split(", ").Select(pair => long.Parse(pair.Split(' ')[0], CultureInfo.InvariantCulture))
            .Select(count => $"{count.ToString(CultureInfo.InvariantCulture)} {PluralForm.Of(culture, count)}");

        Assert.Equal(expected, string.Join(", ", said));
    }

    [Fact]
    public void AllOf_names_what_a_translation_has_to_hold() =>
        Assert.Equal(["few", "many", "one"], PluralForm.AllOf(CultureInfo.GetCultureInfo("pl")));
}
