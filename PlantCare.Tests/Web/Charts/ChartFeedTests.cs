using PlantCare.Web.Charts;

namespace PlantCare.Tests.Web.Charts;

public sealed class ChartFeedTests
{
    private readonly ChartFeed _feed = new();

    [Fact]
    public void First_view_is_sent_whole_with_its_gaps()
    {
        var change = Next(Measured.WithSilence(), Measured.Now);

        Assert.True(change.Fresh);
        Assert.Equal(0, change.Keep);
        Assert.Single(change.Rows, row => row[1] is null);
    }

    [Fact]
    public void Reading_sends_its_own_window_alone()
    {
        var history = Measured.WithSilence();
        Next(history, Measured.Now);

        history.Add(Measured.Now.AddMinutes(5), 46);
        var change = Next(history, Measured.Now.AddMinutes(6));

        Assert.False(change.Fresh);
        Assert.Equal(46, Assert.Single(change.Rows)[1]);
        Assert.Equal(Measured.Now.AddMinutes(2.5).ToUnixTimeMilliseconds(), change.Keep);
    }

    [Fact]
    public void Window_that_changed_is_sent_again()
    {
        var history = Measured.Of((30, 40), (12, 50), (7, 51), (2, 52));
        Next(history, Measured.Now);

        history.Add(Measured.Now.AddMinutes(-7), 61);
        var change = Next(history, Measured.Now);

        Assert.Equal([56d, 52], change.Rows.Select(row => row[1]));
    }

    [Fact]
    public void Other_metric_is_sent_whole()
    {
        Next(Measured.WithSilence(), Measured.Now);

        var change = _feed.Next(HistoryView.Of("temperature", ChartRange.Day, Measured.Of((5, 21)), limits: null, Measured.Now))!;

        Assert.True(change.Fresh);
        Assert.Equal(0, change.Keep);
    }

    [Fact]
    public void Same_view_sends_nothing()
    {
        var view = HistoryView.Of("temperature", ChartRange.Day, Measured.Of((5, 21)), limits: null, Measured.Now);

        Assert.NotNull(_feed.Next(view));
        Assert.Null(_feed.Next(view));
    }

    private ChartChange Next(History history, DateTimeOffset now) =>
        _feed.Next(HistoryView.Of("soil_moisture", ChartRange.Day, history, limits: null, now))!;
}
