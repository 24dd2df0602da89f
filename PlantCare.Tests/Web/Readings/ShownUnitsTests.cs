using PlantCare.Contracts.Auth;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Tests.Web.Charts;
using PlantCare.Web.Charts;
using PlantCare.Web.Plants;
using PlantCare.Web.Readings;

namespace PlantCare.Tests.Web.Readings;

/// <summary>Values in the units that somebody chose, on the way out and on the way in.</summary>
public sealed class ShownUnitsTests
{
    public ShownUnitsTests() => ShownUnits.Begin(new UserUnits(TemperatureUnit.Fahrenheit, LightUnit.Ppfd));

    [Theory]
    [InlineData("temperature", 0, "32.0\u202f°F")]
    [InlineData("soil_temperature", 21.5, "70.7\u202f°F")]
    [InlineData("light", 54_000, "999\u202fµmol/m²/s")]
    [InlineData("light", 1_150, "21.3\u202fµmol/m²/s")]
    [InlineData("light", 100, "1.85\u202fµmol/m²/s")]
    [InlineData("ppfd", 450, "450\u202fµmol/m²/s")]
    [InlineData("humidity", 48.6, "49%")]
    [InlineData("soil_moisture", 450, "raw 450")]
    [InlineData("leaf_area", 12.3456, "12.3")]
    public void WithUnit_is_in_the_units_that_were_chosen(string metric, double value, string text) =>
        Assert.Equal(text, MetricText.WithUnit(metric, MetricValue.Of(value)));

    [Fact]
    public void Range_is_converted_and_loses_what_says_nothing()
    {
        Assert.Equal("59–86\u202f°F", LimitText.Range("temperature", 15, 30));
        Assert.Equal("above 59.0\u202f°F", LimitText.Range("temperature", new Threshold { Min = 15 }));
    }

    [Fact]
    public void Limits_are_shown_converted_and_kept_as_they_were_where_nobody_wrote()
    {
        var limit = new LimitInput("temperature");
        var kept = new Threshold { Min = 15.123456, Max = 30, Hysteresis = 0.5, For = TimeSpan.FromMinutes(10) };
        limit.Show(kept);

        Assert.Equal(("59.2222", "86", "°F"), (limit.Min, limit.Max, limit.Unit));
        Assert.Equal(kept, limit.ToThreshold());

        limit.Max = "95";
        Assert.Equal(kept with { Max = 35 }, limit.ToThreshold());
    }

    [Fact]
    public void Limits_of_light_are_written_as_ppfd_and_kept_as_lux()
    {
        var limit = new LimitInput("light") { Min = "18,5", Max = "185" };

        Assert.Equal(new Threshold { Min = 1_000, Max = 10_000 }, limit.ToThreshold());
    }

    [Fact]
    public void Chart_has_points_limits_scale_and_words_in_one_unit()
    {
        var view = HistoryView.Of("temperature", ChartRange.Day, Measured.Of((10, 10), (5, 20)), new Threshold { Min = 15, Max = 30 }, Measured.Now);

        Assert.Equal([50d, 68], view.Points.Select(point => point.Mean));
        Assert.Equal((59d, 86d, "\u202f°F"), (view.Limits!.Min, view.Limits.Max, view.Unit));
        Assert.InRange(view.Scale.High, 86, 100);
        Assert.Equal("68.0\u202f°F", view.Text(68));
        Assert.Equal((59d, 86d), (new ChartFeed().Next(view)!.Min, new ChartFeed().Next(view)!.Max));
        Assert.StartsWith("Between 50.0\u202f°F and 68.0\u202f°F", HistorySummary.Tell(view), StringComparison.Ordinal);
    }

    [Fact]
    public void Change_reaches_what_was_begun_before_it()
    {
        var begun = ExecutionContext.Capture()!;

        ExecutionContext.Run(begun, _ => ShownUnits.Change(UserUnits.Default), state: null);

        Assert.Equal("0.0\u202f°C", MetricText.WithUnit("temperature", MetricValue.Of(0)));
    }
}
