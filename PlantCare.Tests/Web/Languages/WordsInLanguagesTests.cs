using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Web.Charts;
using PlantCare.Web.Overview;
using PlantCare.Web.Plants;
using PlantCare.Web.Readings;
using PlantCare.Web.Time;

namespace PlantCare.Tests.Web.Languages;

public sealed class WordsInLanguagesTests
{
    [Theory]
    [InlineData("de", "temperature", 23.44, "23,4\u202f°C")]
    [InlineData("de", "humidity", 48.6, "49\u202f%")]
    [InlineData("de", "light", 54000, "54.000\u202flux")]
    [InlineData("de", "soil_moisture", 450, "roh 450")]
    [InlineData("it", "temperature", -1.5, "-1,5\u202f°C")]
    [InlineData("it", "humidity", 48.6, "49%")]
    [InlineData("it", "light", 1_150, "1.150\u202flux")]
    public void WithUnit_writes_numbers_as_the_language_does(string language, string metric, double value, string text)
    {
        using var speaking = new Speaking(language);

        Assert.Equal(text, MetricText.WithUnit(metric, MetricValue.Of(value)));
    }

    [Theory]
    [InlineData("en", "temperature", 15, 32, "15–32\u202f°C")]
    [InlineData("en", "battery_voltage", 12.05, 13.5, "12.05–13.5\u202fV")]
    [InlineData("de", "temperature", 15.5, 32, "15,5–32\u202f°C")]
    [InlineData("de", "soil_moisture", 30, 60, "30–60\u202f%")]
    [InlineData("it", "soil_moisture", 30, 60, "30–60%")]
    public void Range_leaves_out_decimals_that_say_nothing(string language, string metric, double min, double max, string text)
    {
        using var speaking = new Speaking(language);

        Assert.Equal(text, LimitText.Range(metric, new Threshold { Min = min, Max = max }));
    }

    [Theory]
    [InlineData("de", 50, "vor 1 Min.")]
    [InlineData("de", 24 * 3600, "vor 1 Tag")]
    [InlineData("de", 3 * 86400, "vor 3 Tagen")]
    [InlineData("it", 24 * 3600, "1 giorno fa")]
    [InlineData("it", 3 * 86400, "3 giorni fa")]
    public void Age_takes_the_form_that_goes_with_the_number(string language, double seconds, string text)
    {
        using var speaking = new Speaking(language);

        Assert.Equal(text, TimeWords.Age(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData("en", 1, 0, "Your plant is doing fine.")]
    [InlineData("en", 8, 1, "8 plants, one needs you.")]
    [InlineData("en", 8, 3, "8 plants, 3 need you.")]
    [InlineData("de", 1, 1, "Deine Pflanze braucht dich.")]
    [InlineData("de", 8, 0, "Allen 8 Pflanzen geht es gut.")]
    [InlineData("de", 8, 1, "8 Pflanzen, eine braucht dich.")]
    [InlineData("it", 8, 0, "Tutte le 8 piante stanno bene.")]
    [InlineData("it", 8, 3, "8 piante, 3 hanno bisogno di te.")]
    public void Summary_counts_in_every_language(string language, int plants, int attention, string text)
    {
        using var speaking = new Speaking(language);

        Assert.Equal(text, OverviewWords.Summary(plants, attention));
    }

    [Theory]
    [InlineData("en", "Wed 1 Jul 2026, 14:00", "1 Jul 2026")]
    [InlineData("de", "Mi, 1. Juli 2026, 14:00", "1. Juli 2026")]
    [InlineData("it", "mer 1 lug 2026, 14:00", "1 lug 2026")]
    public void Dates_are_written_as_the_language_does(string language, string moment, string day)
    {
        using var speaking = new Speaking(language);
        var clock = new BrowserClock(TimeProvider.System);
        clock.UseZone("Europe/Rome");
        var noon = new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(moment, clock.Full(noon));
        Assert.Equal(day, clock.Day(noon));
    }

    [Fact]
    public void Charts_speak_the_language_and_draw_in_none()
    {
        using var speaking = new Speaking("de");
        var now = new DateTimeOffset(2026, 3, 4, 11, 30, 0, TimeSpan.Zero);
        var history = new History(ChartRange.Day.Reach, TimeSpan.FromMinutes(10));
        history.Add(now.AddHours(-2), 21.25);
        history.Add(now.AddHours(-1), 23.75);
        var view = HistoryView.Of("temperature", ChartRange.Day, history, new Threshold { Min = 15.5, Max = 32 }, now);

        Assert.Contains("4. März", TimeTicks.Between(view.From, view.To, TimeZoneInfo.Utc).Select(tick => tick.Text));
        Assert.StartsWith("Zwischen 21,3\u202f°C und 23,8\u202f°C", HistorySummary.Tell(view), StringComparison.Ordinal);
        Assert.Equal("de", ChartSpeech.In(TimeZoneInfo.Utc).Language);
        Assert.Equal(["Mi", "März"], [ChartSpeech.In(TimeZoneInfo.Utc).Days[3], ChartSpeech.In(TimeZoneInfo.Utc).Months[2]]);
        Assert.DoesNotContain(",", new HistoryPath(view).Line + new HistoryPath(view).Spread, StringComparison.Ordinal);
        Assert.DoesNotContain(",", new SparkPath([new(now, 1.25), new(now.AddHours(1), 2.5)], 1.1, 2.2).Line, StringComparison.Ordinal);
    }
}
