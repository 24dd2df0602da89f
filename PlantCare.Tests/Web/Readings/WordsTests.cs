using PlantCare.Domain.Metrics;
using PlantCare.Web.Readings;
using PlantCare.Web.Time;

namespace PlantCare.Tests.Web.Readings;

public sealed class WordsTests
{
    [Theory]
    [InlineData("temperature", 23.44, "23.4\u202f°C")]
    [InlineData("temperature", -0.04, "0.0\u202f°C")]
    [InlineData("humidity", 48.6, "49%")]
    [InlineData("soil_moisture", 100, "100%")]
    [InlineData("soil_moisture", 450, "raw 450")]
    [InlineData("light", 54000, "54,000\u202flux")]
    [InlineData("ph", 6.35, "6.4")]
    [InlineData("leaf_area", 12.3456, "12.3")]
    public void WithUnit_writes_numbers_as_people_read_them(string metric, double value, string text) =>
        Assert.Equal(text, MetricText.WithUnit(metric, MetricValue.Of(value)));

    [Fact]
    public void WithUnit_of_switches_says_on_or_off()
    {
        Assert.Equal("on", MetricText.WithUnit("lighting", MetricValue.Of("ON")));
        Assert.Equal("off", MetricText.WithUnit("watering", MetricValue.Of(false)));
    }

    [Fact]
    public void Label_of_an_unknown_metric_is_its_name_with_spaces() => Assert.Equal("Leaf area", MetricText.Label("leaf_area"));

    [Theory]
    [InlineData(-3, "just now")]
    [InlineData(44, "just now")]
    [InlineData(50, "1 min ago")]
    [InlineData(59 * 60, "59 min ago")]
    [InlineData(60 * 60, "1 h ago")]
    [InlineData(23 * 3600, "23 h ago")]
    [InlineData(24 * 3600, "1 day ago")]
    [InlineData(3 * 86400, "3 days ago")]
    public void Age_is_said_in_the_unit_that_fits(double seconds, string text) => Assert.Equal(text, TimeWords.Age(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void BrowserClock_shows_the_browsers_zone_and_ignores_nonsense()
    {
        var clock = new BrowserClock(TimeProvider.System);
        var noon = new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

        clock.UseZone("Europe/Rome");
        clock.UseZone("No/Where");

        Assert.Equal("Wed 1 Jul 2026, 14:00", clock.Full(noon));
    }
}
