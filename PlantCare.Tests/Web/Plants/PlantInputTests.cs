using PlantCare.Contracts.Species;
using PlantCare.Domain.Plants;
using PlantCare.Tests.Web.Charts;
using PlantCare.Tests.Web.Hosting;
using PlantCare.Web.Plants;

namespace PlantCare.Tests.Web.Plants;

public sealed class PlantInputTests
{
    [Theory]
    [InlineData("30", "60", null)]
    [InlineData("21,5", "", null)]
    [InlineData("", "", null)]
    [InlineData("-5", "5", null)]
    [InlineData("60", "30", "less than")]
    [InlineData("30", "30", "less than")]
    [InlineData("thirty", "60", "number")]
    [InlineData("30", "1e999", "number")]
    public void Limit_says_what_is_wrong_with_it(string min, string max, string? word)
    {
        var limit = new LimitInput("soil_moisture") { Min = min, Max = max };

        Assert.Equal(word is not null, limit.Problem is not null);
        Assert.Contains(word ?? "", limit.Problem ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Limit_keeps_what_nobody_is_asked_for()
    {
        var limit = new LimitInput("soil_moisture");
        limit.Show(new Threshold { Min = 30, Max = 60, Hysteresis = 2, For = TimeSpan.FromMinutes(10) });

        limit.Min = "35,5";

        Assert.Equal(new Threshold { Min = 35.5, Max = 60, Hysteresis = 2, For = TimeSpan.FromMinutes(10) }, limit.ToThreshold());
    }

    [Fact]
    public void Limit_that_becomes_narrow_stays_one_that_api_takes()
    {
        var limit = new LimitInput("soil_moisture");
        limit.Show(new Threshold { Min = 30, Max = 60, Hysteresis = 5 });

        (limit.Min, limit.Max) = ("50", "54");

        Assert.Null(limit.ToThreshold()!.Fault);
    }

    [Fact]
    public void Input_without_a_name_says_so() => Assert.Contains("Give it a name", Assert.Single(new PlantInput().Problems), StringComparison.Ordinal);

    [Fact]
    public void Species_prefills_limits_without_making_them_the_persons_own()
    {
        var input = new PlantInput { Name = "Basil" };

        input.ShowLimitsOf(Species(("soil_moisture", 40, 70), ("light", 15_000, 40_000)));

        Assert.Equal(("40", "70"), (input.Main[0].Min, input.Main[0].Max));
        Assert.True(input.Others.All(limit => limit.IsEmpty));
        Assert.False(input.HasOwnLimits);
    }

    [Fact]
    public void Own_limits_go_over_the_species_and_keep_its_patience()
    {
        var input = new PlantInput { Name = "Basil" };
        input.ShowLimitsOf(Species(("soil_moisture", 40, 70)));
        input.Main[0].Min = "45";

        var limits = input.ToLimits(new Dictionary<string, Threshold>(StringComparer.Ordinal)
        {
            ["soil_moisture"] = new() { Min = 40, Max = 70, Hysteresis = 2, For = TimeSpan.FromMinutes(10) },
        }).Thresholds.Value!;

        Assert.True(input.HasOwnLimits);
        Assert.Equal(new Threshold { Min = 45, Max = 70, Hysteresis = 2, For = TimeSpan.FromMinutes(10) }, limits["soil_moisture"]);
    }

    [Fact]
    public void Plant_with_an_unusual_metric_keeps_its_limits()
    {
        var plant = Garden.NewPlant("Basil", "Ocimum basilicum", "Kitchen", Measured.Now);
        plant = plant with { Thresholds = new Dictionary<string, Threshold>(plant.Thresholds, StringComparer.Ordinal) { ["leaf_wetness"] = new() { Max = 8 } } };

        var change = new PlantInput(plant).ToChange(plant.Thresholds);

        Assert.Equal(plant.Thresholds.OrderBy(pair => pair.Key), change.Thresholds.Value!.OrderBy(pair => pair.Key));
        Assert.Equal("Basil", change.Name.Value);
    }

    [Fact]
    public void Emptied_limit_is_removed()
    {
        var plant = Garden.NewPlant("Basil", species: null, location: null, Measured.Now);
        var input = new PlantInput(plant);

        (input.Main[1].Min, input.Main[1].Max) = ("", " ");

        Assert.DoesNotContain("temperature", input.ToChange(plant.Thresholds).Thresholds.Value!.Keys);
    }

    private static SpeciesResponse Species(params (string Metric, double Min, double Max)[] ranges) => new(
        "ocimum-basilicum",
        "Ocimum basilicum",
        ["Basil"],
        "herb",
        ranges.ToDictionary(range => range.Metric, range => new SpeciesRange(range.Min, range.Max, ""), StringComparer.Ordinal),
        new SpeciesCare("", "", "", "", "", Toxicity: null));
}
