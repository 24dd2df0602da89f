using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Paging;
using PlantCare.Api.Problems;
using PlantCare.Api.Sharing;
using PlantCare.Contracts;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Places;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Sharing;

namespace PlantCare.Api.Places;

/// <summary>The caller's places, and those that others share with the caller.</summary>
internal static class PlaceEndpoints
{
    private const string DefaultKind = "home";

    public static void MapPlaces(this IEndpointRouteBuilder routes)
    {
        var places = routes.MapGroup("/places").WithTags("Places").RequireAuthorization();
        places.MapGet("/", ListAsync).Allow(ApiScopes.Read).WithName("ListPlaces").WithSummary("Places by name: the caller's own and those that are shared with the caller");
        places.MapPost("/", CreateAsync).Allow(ApiScopes.Write).WithName("CreatePlace").WithSummary("Adds a place");
        places.MapGet("/{id:guid}", GetAsync).Require(ReachedBy.Place, PlantRights.See).Allow(ApiScopes.Read).WithName("GetPlace").WithSummary("One place");
        places.MapPatch("/{id:guid}", UpdateAsync).Require(ReachedBy.Place, PlantRights.Change).Allow(ApiScopes.Write).WithName("UpdatePlace").WithSummary("Changes the members that are sent");
        places.MapDelete("/{id:guid}", DeleteAsync).Require(ReachedBy.Place, PlantRights.Change).Allow(ApiScopes.Write).WithName("DeletePlace").WithSummary("Deletes a place and what was shared by it; its plants stay, and stand in no place");
    }

    private static async Task<Results<Ok<Page<PlaceResponse>>, ValidationProblem>> ListAsync(
        ClaimsPrincipal caller,
        PlantCareContext database,
        PeopleNames people,
        TimeProvider time,
        CancellationToken cancellationToken,
        int? limit = null,
        string? cursor = null)
    {
        var faults = new Faults();
        var page = PageRequest.Read(limit, cursor, parts: 2, faults, after => Guid.TryParse(after[1], out _));
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var places = database.Places.AsNoTracking();
        if (page.After is [var name, var id])
        {
            var last = Guid.Parse(id);
#pragma warning disable CA1309 // The database compares, in its own order; this form is the one that it is told so by.
            places = places.Where(place => string.Compare(place.Name, name) > 0 || (place.Name == name && place.Id.CompareTo(last) > 0));
#pragma warning restore CA1309
        }

        var rows = await Count(places.OrderBy(place => place.Name).ThenBy(place => place.Id).Take(page.Limit + 1), database).ToListAsync(cancellationToken);
        var view = await View.ReadAsync(rows, caller, database, people, time, cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, view.ToResponse, row => [row.Place.Name, row.Place.Id.ToString()]));
    }

    private static async Task<Results<Created<PlaceResponse>, ValidationProblem>> CreateAsync(
        CreatePlaceRequest request, ClaimsPrincipal caller, PlantCareContext database, TimeProvider time, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var kind = request.Kind ?? DefaultKind;
        PlaceRules.Check(faults, request.Name, kind);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var place = new Place { Name = request.Name.Trim(), Kind = kind.Trim(), UserId = caller.GetUserId(), CreatedAt = time.GetUtcNow() };
        database.Add(place);
        await database.SaveChangesAsync(cancellationToken);
        return TypedResults.Created(
            $"/places/{place.Id}", new PlaceResponse(place.Id, place.Name, place.Kind, place.UserId, Owner: null, Role: null, Plants: 0, place.CreatedAt));
    }

    private static async Task<Results<Ok<PlaceResponse>, NotFound>> GetAsync(
        Guid id, ClaimsPrincipal caller, PlantCareContext database, PeopleNames people, TimeProvider time, CancellationToken cancellationToken)
    {
        var rows = await Count(database.Places.AsNoTracking().Where(place => place.Id == id), database).ToListAsync(cancellationToken);
        var view = await View.ReadAsync(rows, caller, database, people, time, cancellationToken);
        return rows is [var row] ? TypedResults.Ok(view.ToResponse(row)) : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<PlaceResponse>, NotFound, ValidationProblem>> UpdateAsync(
        Guid id,
        UpdatePlaceRequest request,
        ClaimsPrincipal caller,
        PlantCareContext database,
        PeopleNames people,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await database.Places.FirstOrDefaultAsync(place => place.Id == id, cancellationToken) is not { } place)
        {
            return TypedResults.NotFound();
        }

        var faults = new Faults();
        var (name, kind) = (request.Name.Or(place.Name), request.Kind.Or(place.Kind));
        PlaceRules.Check(faults, name, kind);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        (place.Name, place.Kind) = (name!.Trim(), kind!.Trim());
        await database.SaveChangesAsync(cancellationToken);
        return await GetAsync(id, caller, database, people, time, cancellationToken) is { Result: Ok<PlaceResponse> changed }
            ? changed
            : TypedResults.NotFound();
    }

    // The database takes its plants out of it, and takes back what was shared by it.
    private static async Task<Results<NoContent, NotFound>> DeleteAsync(Guid id, PlantCareContext database, CancellationToken cancellationToken) =>
        await database.Places.Where(place => place.Id == id).ExecuteDeleteAsync(cancellationToken) == 1
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    private static IQueryable<Row> Count(IQueryable<Place> places, PlantCareContext database) =>
        places.Select(place => new Row(place, database.Plants.Count(plant => plant.PlaceId == place.Id && plant.Active)));

    private sealed record Row(Place Place, int Plants);

    /// <summary>Places as one caller sees them.</summary>
    private sealed record View(Guid CallerId, HeldShares Held, Dictionary<Guid, string> Names)
    {
        public static async Task<View> ReadAsync(
            List<Row> rows, ClaimsPrincipal caller, PlantCareContext database, PeopleNames people, TimeProvider time, CancellationToken cancellationToken)
        {
            var callerId = caller.GetUserId();
            var others = rows.Select(row => row.Place.UserId).Where(owner => owner != callerId).ToHashSet();
            return new View(
                callerId,
                await HeldShares.ReadAsync(database, callerId, time.GetUtcNow(), cancellationToken),
                await people.FindAsync(others, cancellationToken));
        }

        public PlaceResponse ToResponse(Row row) => new(
            row.Place.Id,
            row.Place.Name,
            row.Place.Kind,
            row.Place.UserId,
            Names.GetValueOrDefault(row.Place.UserId),
            Held.RoleIn(row.Place),
            row.Plants,
            row.Place.CreatedAt);
    }
}
