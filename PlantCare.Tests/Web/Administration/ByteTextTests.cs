using PlantCare.Web.Administration;

namespace PlantCare.Tests.Web.Administration;

public sealed class ByteTextTests
{
    [Theory]
    [InlineData(0, "0\u202fB")]
    [InlineData(999, "999\u202fB")]
    [InlineData(1_500, "1.5\u202fkB")]
    [InlineData(123_456_789, "123\u202fMB")]
    [InlineData(2_000_000_000_000, "2.0\u202fTB")]
    public void Of_writes_sizes_as_people_read_them(long bytes, string text) => Assert.Equal(text, ByteText.Of(bytes));
}
