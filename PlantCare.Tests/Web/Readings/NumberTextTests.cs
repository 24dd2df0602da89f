using PlantCare.Tests.Web.Languages;
using PlantCare.Web.Readings;

namespace PlantCare.Tests.Web.Readings;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("en", "21.5", 21.5)]
    [InlineData("en", "21,5", 21.5)]
    [InlineData("de", "21.5", 21.5)]
    [InlineData("de", " 21,5 ", 21.5)]
    [InlineData("de", "0,125", 0.125)]
    [InlineData("de", "0.125", 0.125)]
    [InlineData("de", "10.000", 10_000)]
    [InlineData("en", "10.000", 10)]
    [InlineData("en", "10,000", 10_000)]
    [InlineData("it", "1.234,5", 1_234.5)]
    [InlineData("de", "1,234.5", 1_234.5)]
    [InlineData("de", "1.000.000", 1_000_000)]
    [InlineData("it", "12 500", 12_500)]
    [InlineData("it", "12\u202f500,5", 12_500.5)]
    [InlineData("en", "12'500", 12_500)]
    [InlineData("de", "\u22125", -5)]
    [InlineData("de", ",5", 0.5)]
    [InlineData("de", "620", 620)]
    public void TryRead_takes_a_comma_and_a_point(string language, string text, double number)
    {
        using var speaking = new Speaking(language);

        Assert.True(NumberText.TryRead(text, out var read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("viel")]
    [InlineData("1.234.5")]
    [InlineData("1,2,3")]
    [InlineData("12 5")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    [InlineData("∞")]
    public void TryRead_of_anything_else_is_no_number(string text)
    {
        using var speaking = new Speaking("de");

        Assert.False(NumberText.TryRead(text, out _));
    }

    [Theory]
    [InlineData("en", "21.5")]
    [InlineData("de", "21,5")]
    [InlineData("it", "21,5")]
    public void Write_can_be_read_again(string language, string text)
    {
        using var speaking = new Speaking(language);

        Assert.Equal(text, NumberText.Write(21.5));
        Assert.True(NumberText.TryRead(NumberText.Write(12_345.678), out var read));
        Assert.Equal(12_345.678, read);
    }
}
