using PlantCare.Domain.Care;
using PlantCare.Web.Tending;

namespace PlantCare.Tests.Web.Tending;

public sealed class JournalInputTests
{
    [Fact]
    public void Request_holds_what_was_written()
    {
        var input = new JournalInput { Kind = JournalKind.Fertilised, Note = "  half strength ", Amount = "250,5" };

        var request = input.ToRequest();

        Assert.Null(input.Problem);
        Assert.Equal((JournalKind.Fertilised, "half strength", 250.5), (request.Kind, request.Note, request.AmountMl));
    }

    [Fact]
    public void Amount_is_left_out_where_none_belongs()
    {
        var input = new JournalInput { Kind = JournalKind.Note, Note = "New leaf", Amount = "nonsense" };

        Assert.Null(input.Problem);
        Assert.Null(input.ToRequest().AmountMl);
    }

    [Theory]
    [InlineData(JournalKind.Note, "", "")]
    [InlineData(JournalKind.Photo, "", "")]
    [InlineData(JournalKind.Watered, "", "much")]
    [InlineData(JournalKind.Watered, "", "-5")]
    public void Entry_that_Api_would_refuse_has_a_problem(JournalKind kind, string note, string amount) =>
        Assert.NotNull(new JournalInput { Kind = kind, Note = note, Amount = amount }.Problem);

    [Fact]
    public void Picture_that_is_too_large_is_a_problem() =>
        Assert.NotNull(new JournalInput { IsPhotoTooLarge = true }.Problem);
}
