using PlantCare.Api.Accounts.Guessing;
using PlantCare.Tests.Web.Session;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>How long who guesses must wait.</summary>
public sealed class GuessLedgerTests
{
    private static readonly GuessRule Rule = new(Free: 2, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));

    private readonly ManualClock _time = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 10)]
    [InlineData(4, 20)]
    [InlineData(5, 40)]
    [InlineData(6, 60)]
    [InlineData(5_000, 60)]
    public void WaitAfter_doubles_from_the_first_one_too_many_up_to_the_longest(int wrong, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Rule.WaitAfter(wrong));

    [Fact]
    public void WaitOf_counts_each_for_itself_and_ends()
    {
        var ledger = new GuessLedger(_time);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            ledger.WasWrong("a", Rule);
        }

        ledger.WasWrong("b", Rule);
        Assert.Equal(TimeSpan.FromSeconds(10), ledger.WaitOf("a"));
        Assert.Null(ledger.WaitOf("b"));
        Assert.Null(ledger.WaitOf("c"));

        _time.Now += TimeSpan.FromSeconds(10);
        Assert.Null(ledger.WaitOf("a"));
        Assert.Equal(TimeSpan.FromSeconds(20), ledger.WasWrong("a", Rule));
    }

    [Fact]
    public void WasWrong_long_after_the_last_time_counts_as_the_first()
    {
        var ledger = new GuessLedger(_time);
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            ledger.WasWrong("a", Rule);
        }

        _time.Now += GuessRule.Memory;

        Assert.Equal(TimeSpan.Zero, ledger.WasWrong("a", Rule));
    }

    [Fact]
    public void WasWrong_of_more_than_there_is_room_for_forgets_the_oldest()
    {
        var ledger = new GuessLedger(_time);
        var rule = Rule with { Free = 0 };
        ledger.WasWrong("oldest", rule);
        _time.Now += TimeSpan.FromSeconds(1);
        for (var number = 0; number < GuessLedger.Capacity; number++)
        {
            ledger.WasWrong($"{number}", rule);
        }

        Assert.Null(ledger.WaitOf("oldest"));
        Assert.NotNull(ledger.WaitOf($"{GuessLedger.Capacity - 1}"));
    }
}
