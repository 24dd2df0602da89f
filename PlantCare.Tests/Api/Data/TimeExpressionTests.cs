using PlantCare.Api.Data;

namespace PlantCare.Tests.Api.Data;

/// <summary>Times and durations in query parameters.</summary>
public sealed class TimeExpressionTests
{
    private static readonly DateTimeOffset Now = new(2024, 3, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("now()", "2024-03-31T12:00:00Z")]
    [InlineData("-30s", "2024-03-31T11:59:30Z")]
    [InlineData("-15m", "2024-03-31T11:45:00Z")]
    [InlineData("-1h", "2024-03-31T11:00:00Z")]
    [InlineData("-7d", "2024-03-24T12:00:00Z")]
    [InlineData("-2w", "2024-03-17T12:00:00Z")]
    [InlineData("2024-01-15T10:30:00Z", "2024-01-15T10:30:00Z")]
    [InlineData("2024-01-15T10:30:00.250Z", "2024-01-15T10:30:00.25Z")]
    [InlineData("2024-01-15T10:30:00+02:00", "2024-01-15T08:30:00Z")]
    [InlineData("2024-01-15T10:30:00 02:00", "2024-01-15T08:30:00Z")]
    [InlineData("2024-01-15", "2024-01-15T00:00:00Z")]
    public void TryParseTime_form_that_is_promised_is_read(string text, string expected)
    {
        Assert.True(TimeExpression.TryParseTime(text, Now, out var time));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("1h")]
    [InlineData("-1")]
    [InlineData("-h")]
    [InlineData("-0h")]
    [InlineData("-1.5h")]
    [InlineData("-1y")]
    [InlineData("--1h")]
    [InlineData("-99999999999d")]
    [InlineData("-2147483647w")]
    [InlineData("2024-13-01T00:00:00Z")]
    [InlineData("1705314600")]
    [InlineData("now();DROP")]
    public void TryParseTime_anything_else_is_not(string text) => Assert.False(TimeExpression.TryParseTime(text, Now, out _));
}
