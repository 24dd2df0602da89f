using PlantCare.Web.Charts;

namespace PlantCare.Tests.Web.Charts;

public sealed class PointBudgetTests
{
    [Theory]
    [InlineData("24h", 1_400, 2)]
    [InlineData("24h", 960, 2)]
    [InlineData("24h", 340, 5)]
    [InlineData("24h", 4_000, 1)]
    [InlineData("7d", 960, 15)]
    [InlineData("7d", 340, 30)]
    [InlineData("30d", 960, 60)]
    [InlineData("30d", 340, 240)]
    public void Every_is_as_fine_as_the_chart_can_show(string range, int width, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), PointBudget.Every(ChartRange.Find(range).Reach, width));

    [Theory]
    [InlineData(0)]
    [InlineData(320)]
    [InlineData(1_920)]
    [InlineData(100_000)]
    public void Every_never_asks_for_more_points_than_the_budget(int width)
    {
        var now = new DateTimeOffset(2026, 5, 4, 12, 3, 7, TimeSpan.Zero);
        foreach (var reach in ChartRange.All.Select(range => range.Reach).Append(TimeSpan.FromDays(3_650)))
        {
            var every = PointBudget.Every(reach, width);
            Assert.InRange(Math.Ceiling((now - PointBudget.Floor(now - reach, every)) / every), 1, PointBudget.MaxPoints);
        }
    }

    [Fact]
    public void Floor_falls_on_the_same_windows_whenever_it_is_asked()
    {
        var at = new DateTimeOffset(2026, 5, 4, 14, 59, 59, TimeSpan.FromHours(2));

        Assert.Equal(new DateTimeOffset(2026, 5, 4, 12, 45, 0, TimeSpan.Zero), PointBudget.Floor(at, TimeSpan.FromMinutes(15)));
    }
}
