using System.Net;
using PlantCare.Api.Species;
using PlantCare.Contracts.Species;

namespace PlantCare.Tests.Api;

/// <summary>Finding a species by whatever people call it.</summary>
[Collection(ApiTests.Name)]
public sealed class SpeciesSearchTests(ApiFixture api)
{
    private static readonly SpeciesCatalogue Catalogue = new(() =>
    [
        New("basil", "Ocimum basilicum", "Basil", "Königskraut"),
        New("holy-basil", "Ocimum tenuiflorum", "Holy basil", "Tulsi"),
        New("basil-mint", "Mentha × piperita 'Basil'", "Basil mint"),
        New("lemon", "Citrus × limon", "Lemon", "Citronnier"),
        New("fig", "Ficus benjamina", "Weeping fig", "Ficus benjamína"),
        New("wild", "Clinopodium vulgare", "Wildbasil"),
    ]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("basil", "basil,basil-mint,holy-basil,wild")]
    [InlineData("BASIL", "basil,basil-mint,holy-basil,wild")]
    [InlineData("konigs", "basil")]
    [InlineData("Ficus benjamina", "fig")]
    [InlineData("citrus limon", "lemon")]
    [InlineData("citrus × limon", "lemon")]
    [InlineData("  tulsi ", "holy-basil")]
    [InlineData("nothing like it", "")]
    [InlineData("!!!", "")]
    public void Search_puts_the_best_match_first(string text, string expected) =>
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), Catalogue.Search(text).Select(species => species.Id));

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Search_without_a_text_gives_all(string? text) => Assert.Equal(6, Catalogue.Search(text).Count());

    [Theory]
    [InlineData("basil", "basil")]
    [InlineData("ocimum BASILICUM", "basil")]
    [InlineData("Konigskraut", "basil")]
    [InlineData("Citrus x limon", "lemon")]
    [InlineData("holy", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void FindByName_takes_whole_names_only(string? name, string? expected) => Assert.Equal(expected, Catalogue.FindByName(name)?.Id);

    [Fact]
    public async Task Search_by_pages_gives_each_species_once()
    {
        var whole = await api.Administrator.Client.Species.SearchAsync(limit: 1_000, cancellationToken: Cancellation);
        var pages = new List<string>();
        string? cursor = null;
        do
        {
            var page = await api.Administrator.Client.Species.SearchAsync(limit: 2, cursor: cursor, cancellationToken: Cancellation);
            pages.AddRange(page.Data.Select(species => species.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.NotEmpty(pages);
        Assert.Equal(whole.Data.Select(species => species.Id), pages);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("99999999999")]
    [InlineData("one")]
    public async Task Search_with_a_made_up_cursor_is_refused(string position)
    {
        using var answer = await api.Administrator.Http.GetAsync($"/species?cursor={PlantCare.Api.Paging.PageRequest.Encode(position)}", Cancellation);

        Assert.NotEmpty(await answer.FaultOfAsync("cursor"));
    }

    [Fact]
    public async Task Get_answers_ranges_with_units_and_care()
    {
        var found = (await api.Administrator.Client.Species.SearchAsync("ocimum basilicum", cancellationToken: Cancellation)).Data[0];
        using var answer = await api.Administrator.Http.GetAsync($"/species/{found.Id}", Cancellation);

        var species = await answer.JsonAsync();
        Assert.Equal(["care", "category", "common_names", "id", "ranges", "scientific_name"], species.Names());
        Assert.Equal(["dli", "humidity", "light", "soil_ec", "soil_moisture", "temperature"], species.GetProperty("ranges").Names());
        Assert.Equal(["max", "min", "unit"], species.GetProperty("ranges").GetProperty("temperature").Names());
    }

    [Fact]
    public async Task Get_of_an_unknown_one_is_not_found()
    {
        using var answer = await api.Administrator.Http.GetAsync("/species/triffid", Cancellation);

        await answer.ProblemAsync(HttpStatusCode.NotFound);
    }

    private static SpeciesResponse New(string id, string scientificName, params string[] commonNames) =>
        new(id, scientificName, commonNames, "herb", new Dictionary<string, SpeciesRange>(StringComparer.Ordinal), new SpeciesCare("", "", "", "", "", null));
}
