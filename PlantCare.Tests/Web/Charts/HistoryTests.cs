namespace PlantCare.Tests.Web.Charts;

public sealed class HistoryTests
{
    [Fact]
    public void Add_into_one_window_makes_a_mean_with_its_extremes()
    {
        var history = Measured.Of((3, 40), (2, 50), (1, 45));

        var point = Assert.Single(history.ToPoints(Measured.Now));
        Assert.Equal((45d, 40d, 50d), (point.Mean, point.Min, point.Max));
        Assert.Equal(Measured.Now.AddMinutes(-2.5), point.At);
    }

    [Fact]
    public void Load_puts_what_api_says_in_place_of_what_was_counted()
    {
        var history = Measured.Of((3, 40), (2, 90));

        history.Load(Measured.Now.AddMinutes(-5), 41, 39, 43);

        var point = Assert.Single(history.ToPoints(Measured.Now));
        Assert.Equal((41d, 39d, 43d), (point.Mean, point.Min, point.Max));
    }

    [Fact]
    public void ToPoints_is_in_order_although_a_backlog_comes_late()
    {
        var history = Measured.Of((1, 40), (600, 60), (300, 50));

        Assert.Equal([60d, 50d, 40d], history.ToPoints(Measured.Now).Select(point => point.Mean));
    }

    [Fact]
    public void ToPoints_forgets_what_has_grown_too_old()
    {
        var history = Measured.Of((24 * 60 + 30, 60), (10, 40));

        Assert.Equal([40d], history.ToPoints(Measured.Now).Select(point => point.Mean));
        Assert.Empty(history.ToPoints(Measured.Now.AddDays(2)));
    }
}
