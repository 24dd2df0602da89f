using PlantCare.Contracts.Plants;
using PlantCare.Domain.Metrics;
using PlantCare.Tests.Web.Hosting;
using PlantCare.Web.Components;
using PlantCare.Web.Overview;

namespace PlantCare.Tests.Web.Overview;

public sealed class PlantJudgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly PlantResponse Plant = Garden.NewPlant("Fern", species: null, location: null, Now);

    [Theory]
    [InlineData(20, 22, "Thirsty", Tone.Thirsty)]
    [InlineData(90, 22, "Too wet", Tone.Cool)]
    [InlineData(45, 22, "Doing well", Tone.Good)]
    [InlineData(45, 9, "Too cold", Tone.Cool)]
    [InlineData(20, 40, "Thirsty +1", Tone.Thirsty)]
    [InlineData(450, 22, "Not calibrated", Tone.Calm)]
    [InlineData(450, 40, "Too warm", Tone.Warm)]
    public void Sum_names_what_matters_most(double moisture, double temperature, string text, Tone tone)
    {
        var verdict = PlantJudge.Sum(Judged(("soil_moisture", moisture), ("temperature", temperature)), hasDevice: true, Now, Now);

        Assert.Equal((text, tone), (verdict.Text, verdict.Tone));
    }

    [Fact]
    public void Sum_when_long_silent_says_quiet_whatever_the_values() =>
        Assert.Equal("Gone quiet", PlantJudge.Sum(Judged(("soil_moisture", 45)), hasDevice: true, Now - TimeSpan.FromHours(7), Now).Text);

    [Theory]
    [InlineData(true, "Waiting for its first reading")]
    [InlineData(false, "No device yet")]
    public void Sum_when_never_heard_says_what_is_missing(bool hasDevice, string text)
    {
        var verdict = PlantJudge.Sum([], hasDevice, lastHeard: null, Now);

        Assert.Equal(text, verdict.Text);
        Assert.True(verdict.NeedsAttention);
    }

    [Fact]
    public void Judge_orders_values_as_people_read_them() =>
        Assert.Equal(
            ["soil_moisture", "temperature", "battery", "a_metric_of_my_own"],
            Judged(("a_metric_of_my_own", 1), ("battery", 80), ("temperature", 20), ("soil_moisture", 45)).Select(value => value.Metric));

    [Fact]
    public void Foremost_without_soil_moisture_prefers_a_value_with_limits() =>
        Assert.Equal("temperature", PlantJudge.Foremost(Judged(("rssi", -60), ("temperature", 20)))?.Metric);

    private static IReadOnlyList<JudgedValue> Judged(params (string Metric, double Value)[] values) =>
        PlantJudge.Judge(Plant, values.Select(value => (value.Metric, MetricValue.Of(value.Value), Now)));
}
