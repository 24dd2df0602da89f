using PlantCare.Web.Charts;

namespace PlantCare.Tests.Web.Charts;

public sealed class ScaleTests
{
    [Fact]
    public void Fit_makes_round_marks_that_hold_every_value()
    {
        var scale = ValueScale.Fit([17.3, 24.9]);

        Assert.Equal([16d, 18, 20, 22, 24, 26], scale.Ticks);
        Assert.Equal(0, scale.Decimals);
    }

    [Fact]
    public void Fit_does_not_go_beyond_what_is_possible()
    {
        var scale = ValueScale.Fit([0.4, 99], least: 0, most: 100);

        Assert.Equal((0d, 100d), (scale.Low, scale.High));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21.5)]
    [InlineData(-40)]
    [InlineData(54_000)]
    public void Fit_around_a_steady_value_has_a_height(double value)
    {
        var scale = ValueScale.Fit([value, value]);

        Assert.True(scale.Low < value && value < scale.High);
        Assert.InRange(scale.Ticks.Count, 3, 9);
    }

    [Fact]
    public void Fit_of_nothing_is_a_scale_all_the_same() => Assert.True(ValueScale.Fit([]).High > ValueScale.Fit([]).Low);

    [Fact]
    public void Decimals_are_as_many_as_the_marks_need() => Assert.Equal(2, ValueScale.Fit([3.10, 3.25]).Decimals);

    [Fact]
    public void Share_runs_from_the_lower_end_to_the_upper()
    {
        var scale = new ValueScale(20, 60, 10);

        Assert.Equal((0d, 0.5, 1d), (scale.Share(20), scale.Share(40), scale.Share(60)));
    }

    [Fact]
    public void Ticks_stand_at_round_hours_of_the_persons_zone()
    {
        var rome = TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome");

        var ticks = TimeTicks.Between(Measured.Now.AddHours(-24), Measured.Now, rome);

        Assert.Equal(["15:00", "18:00", "21:00", "4 May", "03:00", "06:00", "09:00", "12:00"], ticks.Select(tick => tick.Text));
        Assert.Equal(new DateTimeOffset(2026, 5, 3, 22, 0, 0, TimeSpan.Zero), ticks[3].At);
    }

    [Fact]
    public void Ticks_of_a_month_stay_at_midnight_when_the_clocks_change()
    {
        var rome = TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome");
        var now = new DateTimeOffset(2026, 4, 10, 12, 0, 0, TimeSpan.Zero);

        var ticks = TimeTicks.Between(now.AddDays(-30), now, rome);

        Assert.All(ticks, tick => Assert.Equal(TimeSpan.Zero, TimeZoneInfo.ConvertTime(tick.At, rome).TimeOfDay));
        Assert.InRange(ticks.Count, 4, 9);
    }
}
