using PlantCare.Domain.Care;
using PlantCare.Domain.Plants;

namespace PlantCare.Tests.Domain;

public sealed class ThresholdJudgeTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Threshold AtOnce = new() { Min = 30, Max = 60, Hysteresis = 2 };
    private static readonly Threshold AfterTenMinutes = AtOnce with { For = TimeSpan.FromMinutes(10) };

    private readonly ThresholdJudge _judge = new();
    private int _minute;

    [Fact]
    public void Judge_value_within_the_limits_says_nothing() => Assert.Equal(default, Next(45));

    [Theory]
    [InlineData(29.9, AlertKind.Low, 30)]
    [InlineData(60.1, AlertKind.High, 60)]
    public void Judge_value_outside_begins_an_alert_once(double value, AlertKind kind, double limit)
    {
        Assert.Equal(new Verdict(Ends: false, kind, limit), Next(value));
        Assert.Equal(default, Next(value));
    }

    [Fact]
    public void Judge_value_that_trembles_around_the_limit_ends_nothing_until_it_is_back_by_the_hysteresis()
    {
        Next(29);

        Assert.Equal([default, default, default, new Verdict(Ends: true), default], new[] { 30.5, 29.9, 31.9, 32, 31 }.Select(value => Next(value)).ToArray());
    }

    [Fact]
    public void Judge_value_outside_begins_an_alert_only_when_it_has_been_for_long_enough()
    {
        Assert.Equal([default, default], new[] { 29d, 28 }.Select(value => Next(value, AfterTenMinutes, minutes: 5)).ToArray());
        Assert.Equal(AlertKind.Low, Next(27, AfterTenMinutes, minutes: 5).Begins);
    }

    [Fact]
    public void Judge_value_that_came_back_in_between_begins_the_wait_anew()
    {
        Assert.Equal([default, default, default, default], new[] { 29d, 31, 29, 29 }.Select(value => Next(value, AfterTenMinutes, minutes: 5)).ToArray());
        Assert.Equal(AlertKind.Low, Next(29, AfterTenMinutes, minutes: 5).Begins);
    }

    [Fact]
    public void Judge_value_on_the_other_side_ends_one_alert_and_begins_the_other()
    {
        Next(29);

        Assert.Equal(new Verdict(Ends: true, AlertKind.High, 60), Next(70));
    }

    [Fact]
    public void Judge_threshold_that_is_gone_ends_the_alert()
    {
        Next(29);

        Assert.Equal(new Verdict(Ends: true), Next(29, threshold: null));
    }

    [Fact]
    public void Judge_value_older_than_the_last_one_says_nothing()
    {
        Next(45);

        Assert.Equal(default, _judge.Judge(5, Start, AtOnce));
    }

    [Fact]
    public void Remember_alert_that_was_open_before_is_not_begun_again()
    {
        _judge.Remember(AlertKind.Low);

        Assert.Equal(default, Next(20));
        Assert.Equal(new Verdict(Ends: true), Next(45));
    }

    [Fact]
    public void Remember_alert_that_a_person_has_ended_begins_again_only_after_all_was_well()
    {
        Next(20);
        _judge.Remember(open: null);

        Assert.Equal([default, default], new[] { 20d, 19 }.Select(value => Next(value)).ToArray());
        _judge.Remember(open: null);
        Assert.Equal(default, Next(18));
        Assert.Equal(default, Next(45));
        Assert.Equal(AlertKind.Low, Next(20).Begins);
    }

    [Theory]
    [InlineData("soil_moisture", 450, false)]
    [InlineData("soil_moisture", 100, true)]
    [InlineData("light", 45_000, true)]
    public void CanJudge_leaves_raw_counts_out(string metric, double value, bool expected) =>
        Assert.Equal(expected, ThresholdJudge.CanJudge(metric, value));

    private Verdict Next(double value) => Next(value, AtOnce);

    private Verdict Next(double value, Threshold? threshold, int minutes = 1) => _judge.Judge(value, Start.AddMinutes(_minute += minutes), threshold);
}
