using System.Text;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Commands;

namespace PlantCare.Tests.Ingest;

public sealed class CommandResultReaderTests
{
    private const string Id = "01890000-0000-7000-8000-000000000001";

    [Theory]
    [InlineData($$"""{"id":"{{Id}}","status":"success","detail":"5 s"}""", true, "5 s")]
    [InlineData($$"""{"id":"{{Id}}","status":"failed"}""", false, null)]
    [InlineData($$"""{"id":"{{Id}}","status":"failed","detail":null,"more":[1] }""", false, null)]
    [InlineData($$"""{"id":"{{Id}}","status":"failed","detail":"  no\nwater\u0000 "}""", false, "no water")]
    public void TryRead_result_is_read(string payload, bool isDone, string? detail)
    {
        Assert.True(CommandResultReader.TryRead(Encoding.UTF8.GetBytes(payload), out var result, out _));

        Assert.Equal((Guid.Parse(Id), isDone, detail), (result.Id, result.IsDone, result.Detail?.Trim()));
    }

    [Theory]
    [InlineData("", RejectionReason.NotJson)]
    [InlineData("success", RejectionReason.NotJson)]
    [InlineData($$"""{"id":"{{Id}}","status":"success","detail":"\ud800"}""", RejectionReason.NotJson)]
    [InlineData("[]", RejectionReason.NotAReading)]
    [InlineData("""{"status":"success"}""", RejectionReason.BadValue)]
    [InlineData("""{"id":5,"status":"success"}""", RejectionReason.BadValue)]
    [InlineData("""{"id":"last","status":"success"}""", RejectionReason.BadValue)]
    [InlineData($$"""{"id":"{{Id}}"}""", RejectionReason.BadValue)]
    [InlineData($$"""{"id":"{{Id}}","status":"done"}""", RejectionReason.BadValue)]
    public void TryRead_what_is_no_result_says_why(string payload, RejectionReason reason)
    {
        Assert.False(CommandResultReader.TryRead(Encoding.UTF8.GetBytes(payload), out _, out var fault));

        Assert.Equal(reason, fault!.Reason);
    }

    [Fact]
    public void TryRead_detail_beyond_what_is_kept_is_cut()
    {
        var payload = $$"""{"id":"{{Id}}","status":"success","detail":"{{new string('x', 700)}}"}""";

        Assert.True(CommandResultReader.TryRead(Encoding.UTF8.GetBytes(payload), out var result, out _));

        Assert.Equal(500, result.Detail!.Length);
    }

    [Fact]
    public void TryRead_too_large_a_message_is_refused()
    {
        var payload = $$"""{"id":"{{Id}}","status":"success","detail":"{{new string('x', 10_000)}}"}""";

        Assert.False(CommandResultReader.TryRead(Encoding.UTF8.GetBytes(payload), out _, out var fault));

        Assert.Equal(RejectionReason.TooLarge, fault!.Reason);
    }
}
