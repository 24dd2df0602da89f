using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PlantCare.Api.Access;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Contracts;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Species;

namespace PlantCare.Api.Species;

/// <summary>The catalogue of species.</summary>
internal static class SpeciesEndpoints
{
    public static void MapSpecies(this IEndpointRouteBuilder routes)
    {
        var species = routes.MapGroup("/species").WithTags("Species").RequireAuthorization().Allow(ApiScopes.Read, sitters: true);
        species.MapGet("/", Search).WithName("SearchSpecies").WithSummary("Species by any of their names, the best match first");
        species.MapGet("/{id}", Get).WithName("GetSpecies").WithSummary("One species: its ranges and how to care for it");
    }

    private static Results<Ok<Page<SpeciesResponse>>, ValidationProblem> Search(
        SpeciesCatalogue catalogue, string? search = null, int? limit = null, string? cursor = null)
    {
        var faults = new Faults();
        faults.Text("search", search, longest: 200);
        var page = PageRequest.Read(limit, cursor, parts: 1, faults, after => IsPosition(after[0]));
        if (faults.Any)
        {
            return faults.ToResult();
        }

        // The catalogue never changes while the program runs, so a position is as good as a key.
        var skip = page.After is [var position] ? int.Parse(position, CultureInfo.InvariantCulture) : 0;
        var rows = catalogue.Search(search).Skip(skip).Take(page.Limit + 1).ToList();
        return TypedResults.Ok(page.ToPage(rows, row => row, _ => [(skip + page.Limit).ToString(CultureInfo.InvariantCulture)]));
    }

    private static bool IsPosition(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static Results<Ok<SpeciesResponse>, NotFound> Get(string id, SpeciesCatalogue catalogue) =>
        catalogue.Find(id) is { } species ? TypedResults.Ok(species) : TypedResults.NotFound();
}
