using System.Text;
using PlantCare.Api.Accounts.TwoFactor;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>Codes as every authenticator shows them.</summary>
public sealed class TimeCodeTests
{
    // RFC 6238, appendix B, for SHA-1; of its eight digits an authenticator shows the last six.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1_111_111_109, "081804")]
    [InlineData(1_111_111_111, "050471")]
    [InlineData(1_234_567_890, "005924")]
    [InlineData(2_000_000_000, "279037")]
    [InlineData(20_000_000_000, "353130")]
    public void Of_a_step_is_as_in_the_rfc(long seconds, string code) =>
        Assert.Equal(code, TimeCode.Of("12345678901234567890"u8, TimeCode.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    // RFC 4648, 10.
    [Theory]
    [InlineData("MY======", "f")]
    [InlineData("mzxw6ytboi", "foobar")]
    [InlineData("MZXW 6YTB OI", "foobar")]
    [InlineData("", "")]
    public void ReadKey_reads_base32_however_it_is_written(string text, string bytes) =>
        Assert.Equal(bytes, Encoding.ASCII.GetString(TimeCode.ReadKey(text)));

    [Fact]
    public void ReadKey_of_another_text_says_so() => Assert.Throws<FormatException>(() => TimeCode.ReadKey("MZXW1"));
}
