using PlantCare.Web.Charts;

namespace PlantCare.Tests.Web.Charts;

public sealed class GapsTests
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    [Fact]
    public void Stretches_break_at_a_silence()
    {
        var points = Measured.WithSilence().ToPoints(Measured.Now);

        var stretches = Gaps.Stretches(points, Gaps.Longest(points, Every));

        Assert.Equal(2, stretches.Count);
        Assert.Equal(points.Count, stretches.Sum(stretch => stretch.GetOffsetAndLength(points.Count).Length));
    }

    [Fact]
    public void Device_that_reports_once_an_hour_is_not_silent_between()
    {
        var points = Measured.Of([.. Enumerable.Range(0, 20).Select(i => (i * 60, 45d))]).ToPoints(Measured.Now);

        Assert.Equal(TimeSpan.FromHours(1), Gaps.Usual(points, Every));
        Assert.Single(Gaps.Stretches(points, Gaps.Longest(points, Every)));
    }

    [Fact]
    public void Missed_beat_is_no_gap()
    {
        var points = Measured.Of([.. Enumerable.Range(0, 30).Where(i => i != 7).Select(i => (i * 5, 45d))]).ToPoints(Measured.Now);

        Assert.Single(Gaps.Stretches(points, Gaps.Longest(points, Every)));
    }

    [Fact]
    public void Nothing_has_no_stretches() => Assert.Empty(Gaps.Stretches([], Every));

    [Fact]
    public void Lone_point_is_a_stretch_of_its_own()
    {
        var points = Measured.Of((600, 40), (1, 41), (6, 41), (11, 41)).ToPoints(Measured.Now);

        Assert.Equal([0..1, 1..4], Gaps.Stretches(points, Gaps.Longest(points, Every)));
    }
}
