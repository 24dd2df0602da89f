using PlantCare.Api.Species;
using PlantCare.Contracts.Species;
using PlantCare.Domain.Metrics;

namespace PlantCare.Tests.Api;

/// <summary>The catalogue is data that people rely on: its numbers are held to what is possible, its texts to being there.</summary>
public sealed class SpeciesCatalogueTests
{
    private static readonly SpeciesCatalogue Catalogue = new();

    private static readonly Dictionary<string, string> Units = new()
    {
        ["temperature"] = "°C",
        ["humidity"] = "%RH",
        ["soil_moisture"] = "%",
        ["soil_ec"] = "µS/cm",
        ["light"] = "lux",
        ["dli"] = "mol/m²/day",
    };

    public static TheoryData<string> Ids => [.. Catalogue.Search(null).Select(species => species.Id)];

    [Fact]
    public void Catalogue_holdsWhatPeopleGrow()
    {
        var all = Catalogue.Search(null).ToList();

        Assert.True(all.Count >= 120, $"{all.Count} species");
        Assert.Equal(all.Count, all.DistinctBy(species => species.Id).Count());
        Assert.Equal(all.Count, all.DistinctBy(species => species.ScientificName).Count());
        Assert.Equal(all.Count, all.DistinctBy(species => species.Care.Summary).Count());
        Assert.Equal(all.Count, all.DistinctBy(species => species.Care.Water).Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Species_isCompleteAndPossible(string id)
    {
        var species = Catalogue.Find(id)!;

        Assert.Matches("^[a-z0-9-]+$", species.Id);
        Assert.Contains(species.Category, (string[])["houseplant", "succulent", "herb", "vegetable", "fruit", "flower"]);
        Assert.NotEmpty(species.CommonNames);
        Assert.Equal(Units.Keys.Order(), species.Ranges.Keys.Order());
        foreach (var (metric, range) in species.Ranges)
        {
            Assert.True(range.Min < range.Max, metric);
            Assert.Equal(Units[metric], range.Unit);
            Assert.True(KnownMetrics.Find(metric) is not { } known || (known.IsPossible(range.Min) && known.IsPossible(range.Max)), metric);
        }

        Assert.All(
            (string[])[species.Care.Summary, species.Care.Water, species.Care.Light, species.Care.Soil, species.Care.Feeding],
            text => Assert.EndsWith(".", text, StringComparison.Ordinal));
        Assert.True(species.Care.Toxicity is null or [.., '.']);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Dli_agreesWithTheLight(string id)
    {
        var ranges = Catalogue.Find(id)!.Ranges;

        // Daylight gives about 0.0185 µmol/m²/s for a lux; the most that ten to sixteen bright hours can add up to bounds the day's sum.
        var possible = ranges["light"].Max * 0.0185 * 16 * 3_600 / 1e6;

        Assert.True(ranges["dli"].Max <= possible * 1.5, $"DLI up to {ranges["dli"].Max} from at most {possible:0.#}");
    }

    [Fact]
    public void SoilMoisture_ofASucculentIsBelowAFerns() => Assert.True(
        Moisture("crassula-ovata").Max < Moisture("nephrolepis-exaltata").Min, "A jade plant would drown where a fern is happy.");

    [Theory]
    [InlineData("basil", "ocimum-basilicum")]
    [InlineData("BASILICO", "ocimum-basilicum")]
    [InlineData("monstera", "monstera-deliciosa")]
    [InlineData("Pothos", "epipremnum-aureum")]
    [InlineData("glucksfeder", "zamioculcas-zamiifolia")]
    [InlineData("chili", "capsicum-annuum")]
    [InlineData("Solanum lyc", "solanum-lycopersicum")]
    public void Search_findsTheMeantOneFirst(string text, string id) => Assert.Equal(id, Catalogue.Search(text).First().Id);

    [Theory]
    [InlineData("Basil", "ocimum-basilicum")]
    [InlineData("monstera deliciosa", "monstera-deliciosa")]
    [InlineData("Chili pepper", "capsicum-annuum")]
    [InlineData("basi", null)]
    [InlineData("", null)]
    public void FindByName_wantsTheWholeName(string name, string? id) => Assert.Equal(id, Catalogue.FindByName(name)?.Id);

    private static SpeciesRange Moisture(string id) => Catalogue.Find(id)!.Ranges["soil_moisture"];
}
