using PlantCare.Domain.Plants;
using PlantCare.Web.Charts;

namespace PlantCare.Tests.Web.Charts;

public sealed class HistoryViewTests
{
    private static readonly Threshold Limits = new() { Min = 30, Max = 60 };

    [Fact]
    public void Of_a_probe_that_was_calibrated_shows_what_it_sends_now()
    {
        var view = View(Measured.Of((60, 450), (50, 460), (10, 44), (5, 43)));

        Assert.False(view.IsRaw);
        Assert.Equal([44d, 43d], view.Points.Select(point => point.Mean));
        Assert.Equal("%", view.Unit);
    }

    [Fact]
    public void Of_raw_counts_holds_nothing_against_them()
    {
        var view = View(Measured.Of((60, 450), (10, 440)));

        Assert.True(view.IsRaw);
        Assert.Null(view.Limits);
        Assert.Equal("", view.Unit);
        Assert.True(view.Scale.High > 100);
    }

    [Fact]
    public void Of_a_metric_with_limits_has_them_on_its_scale()
    {
        var view = View(Measured.Of((10, 44), (5, 45)));

        Assert.True(view.Scale.Low <= 30 && view.Scale.High >= 60);
    }

    [Fact]
    public void Line_breaks_where_nothing_was_heard()
    {
        var path = new HistoryPath(View(Measured.WithSilence()));

        Assert.Equal(2, path.Line.Count(c => c == 'M'));
        Assert.Equal(2, path.Spread.Count(c => c == 'Z'));
    }

    [Fact]
    public void Band_of_a_single_limit_reaches_to_the_edge()
    {
        var path = new HistoryPath(View(Measured.Of((10, 44)), new Threshold { Min = 30 }));

        Assert.Equal(0, path.Band!.Value.Top);
        Assert.InRange(path.Band.Value.Bottom, 1, HistoryPath.Height);
        Assert.Null(new HistoryPath(View(Measured.Of((10, 44)), new Threshold())).Band);
    }

    [Fact]
    public void Tell_says_how_long_it_was_outside_and_silent()
    {
        var history = Measured.WithSilence();
        history.Add(Measured.Now.AddMinutes(-2), 10);

        var words = HistorySummary.Tell(View(history));

        Assert.StartsWith("Between 10% and 45%, ", words, StringComparison.Ordinal);
        Assert.Contains("Below 30% for about 5 min.", words, StringComparison.Ordinal);
        Assert.Contains("Silent once, for 1 h.", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Tell_of_a_steady_value_within_its_limits_is_short() =>
        Assert.Equal("Steady at 45%. Always within its limits.", HistorySummary.Tell(View(Measured.Of((10, 45), (5, 45)))));

    [Fact]
    public void Tell_of_nothing_says_so() => Assert.Equal("Nothing was measured in this time.", HistorySummary.Tell(View(Measured.Of())));

    [Fact]
    public void Rows_are_hours_of_the_persons_zone_newest_first()
    {
        var rows = HistorySummary.Rows(View(Measured.Of((70, 40), (50, 50), (5, 45))), TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"));

        // Half past five in Kolkata: 16:20 and 16:40 are in one hour, 17:25 is in the next.
        Assert.Equal([45d, 45], rows.Select(row => row.Mean));
        Assert.Equal([(17, 0), (16, 0)], rows.Select(row => (row.From.Hour, row.From.Minute)));
        Assert.Equal((40d, 50d), (rows[1].Min, rows[1].Max));
    }

    private static HistoryView View(History history, Threshold? limits = null) =>
        HistoryView.Of("soil_moisture", ChartRange.Day, history, limits ?? Limits, Measured.Now);
}
