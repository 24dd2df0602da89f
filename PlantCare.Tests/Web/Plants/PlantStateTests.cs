using PlantCare.Contracts.Data;
using PlantCare.Contracts.Plants;
using PlantCare.Tests.Web.Charts;
using PlantCare.Tests.Web.Hosting;
using PlantCare.Web.Charts;
using PlantCare.Web.Plants;

namespace PlantCare.Tests.Web.Plants;

public sealed class PlantStateTests
{
    private readonly PlantResponse _plant = Garden.NewPlant("Basil", "Ocimum basilicum", "Kitchen", Measured.Now);

    [Fact]
    public void Reading_changes_what_is_now_and_what_was()
    {
        var state = State();

        Assert.True(state.Apply(Reading(0, ("soil_moisture", 25))));

        Assert.Equal("Thirsty", state.Verdict(Measured.Now).Text);
        Assert.Equal(25, state.View(Measured.Now).Points[^1].Mean);
        Assert.Equal(Measured.Now, state.LastHeard);
    }

    [Fact]
    public void Backlog_changes_the_history_only()
    {
        var state = State();
        state.Apply(Reading(0, ("soil_moisture", 45)));

        state.Apply(Reading(-120, ("soil_moisture", 12)));

        Assert.Equal("45", state.Values.Single(value => value.Metric == "soil_moisture").Value.ToString());
        Assert.Equal([12d, 45], state.View(Measured.Now).Points.Select(point => point.Mean));
    }

    [Fact]
    public void Latest_values_have_times_of_their_own_and_count_once()
    {
        var state = State();
        var now = Measured.Now.AddMinutes(1);
        state.Apply(Reading(0, ("soil_moisture", 20)));
        state.Apply(Reading(1, ("soil_moisture", 40), ("temperature", 21)));
        Assert.Equal(30, state.View(now).Points[^1].Mean);

        state.Apply(Reading(1, ("soil_moisture", 40), ("temperature", 23)) with
        {
            Times = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal) { ["soil_moisture"] = now, ["temperature"] = now.AddHours(-1) },
        });

        Assert.Equal(30, state.View(now).Points[^1].Mean);
        Assert.Equal("21", state.Values.Single(value => value.Metric == "temperature").Value.ToString());
    }

    [Fact]
    public void Reading_of_another_plant_is_not_taken_in()
    {
        var state = State();

        Assert.False(state.Apply(Reading(0, ("soil_moisture", 25)) with { PlantId = Guid.CreateVersion7() }));
        Assert.Empty(state.Values);
    }

    [Fact]
    public void Metric_is_the_one_that_was_asked_for_else_what_the_plant_is_about()
    {
        var values = PlantState.Judge(_plant, Reading(0, ("temperature", 21), ("soil_moisture", 40)));

        Assert.Equal("soil_moisture", PlantState.MetricOf(values, asked: null));
        Assert.Equal("temperature", PlantState.MetricOf(values, "temperature"));
        Assert.Equal("soil_moisture", PlantState.MetricOf(values, "'; drop table"));
        Assert.Equal("soil_moisture", PlantState.MetricOf([], asked: null));
    }

    [Fact]
    public void Mending_with_another_metrics_windows_changes_nothing()
    {
        var state = State();
        state.Apply(Reading(0, ("soil_moisture", 45)));

        state.Mend(new HistoryData("temperature", ChartRange.Day, state.Every, []));

        Assert.Single(state.View(Measured.Now).Points);
    }

    [Fact]
    public void Metrics_are_numbers_and_what_has_limits()
    {
        var state = State();
        state.Apply(Reading(0, ("light", 900), ("leaf_wetness", 3)));

        Assert.Equal(["soil_moisture", "temperature", "humidity", "light", "leaf_wetness"], state.Metrics);
    }

    private PlantState State() => new(new PlantData(
        _plant, [], Latest: null, Species: null, new HistoryData("soil_moisture", ChartRange.Day, TimeSpan.FromMinutes(5), [])));

    private LatestRow Reading(int minutes, params (string Metric, double Value)[] values) =>
        Garden.Reading(_plant, "pot-001", Measured.Now.AddMinutes(minutes), values);
}
