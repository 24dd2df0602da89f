using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Api.Devices;
using PlantCare.Api.Paging;
using PlantCare.Api.Places;
using PlantCare.Api.Problems;
using PlantCare.Api.Sharing;
using PlantCare.Api.Species;
using PlantCare.Contracts;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Plants;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Plants;

/// <summary>The caller's plants, and those that others share with the caller.</summary>
internal static class PlantEndpoints
{
    public static void MapPlants(this IEndpointRouteBuilder routes)
    {
        var plants = routes.MapGroup("/plants").WithTags("Plants").RequireAuthorization();
        plants.MapGet("/", ListAsync).Allow(ApiScopes.Read, sitters: true).WithName("ListPlants").WithSummary("Plants by name: the caller's own and those that are shared with the caller; active=true (default), false or any");
        plants.MapPost("/", CreateAsync).Allow(ApiScopes.Write).WithName("CreatePlant").WithSummary("Adds a plant; a known species brings its thresholds; in a place that is shared with the caller as an owner, it belongs to the place's owner");
        plants.MapGet("/{id:guid}", GetAsync).Require(ReachedBy.Plant, PlantRights.See).Allow(ApiScopes.Read, sitters: true).WithName("GetPlant").WithSummary("One plant");
        plants.MapPatch("/{id:guid}", UpdateAsync).Require(ReachedBy.Plant, PlantRights.Change).Allow(ApiScopes.Write).WithName("UpdatePlant").WithSummary("Changes the members that are sent");
        plants.MapDelete("/{id:guid}", DeleteAsync).Require(ReachedBy.Plant, PlantRights.Change).Allow(ApiScopes.Write).WithName("DeletePlant").WithSummary("Deletes a plant with everything that was measured of it");
    }

    private static async Task<Results<Ok<Page<PlantResponse>>, NotFound, ValidationProblem>> ListAsync(
        ClaimsPrincipal caller,
        PlantCareContext database,
        SpeciesCatalogue catalogue,
        TimeProvider time,
        CancellationToken cancellationToken,
        string? active = null,
        Guid? place_id = null,
        int? limit = null,
        string? cursor = null)
    {
        var faults = new Faults();
        faults.AddIf(active is not (null or "true" or "false" or "any"), "active", "must be true, false or any");
        var page = PageRequest.Read(limit, cursor, parts: 2, faults, after => Guid.TryParse(after[1], out _));
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (place_id is { } place && !await database.Places.AnyAsync(known => known.Id == place, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var plants = database.Plants.AsNoTracking().Where(plant => place_id == null || plant.PlaceId == place_id);
        if (active != "any")
        {
            var isActive = active != "false";
            plants = plants.Where(plant => plant.Active == isActive);
        }

        if (page.After is [var name, var id])
        {
            var last = Guid.Parse(id);
#pragma warning disable CA1309 // The database compares, in its own order; this form is the one that it is told so by.
            plants = plants.Where(plant => string.Compare(plant.Name, name) > 0 || (plant.Name == name && plant.Id.CompareTo(last) > 0));
#pragma warning restore CA1309
        }

        var rows = await plants.OrderBy(plant => plant.Name).ThenBy(plant => plant.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var held = await HeldShares.ReadAsync(database, caller.GetUserId(), time.GetUtcNow(), cancellationToken);
        return TypedResults.Ok(page.ToPage(rows, row => ToResponse(row, held.RoleOn(row), catalogue), row => [row.Name, row.Id.ToString()]));
    }

    private static async Task<Results<Created<PlantResponse>, ValidationProblem>> CreateAsync(
        CreatePlantRequest request,
        ClaimsPrincipal caller,
        PlantCareContext database,
        Tenant tenant,
        PlantAccess access,
        SpeciesCatalogue catalogue,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var faults = new Faults();
        PlantRules.Check(faults, request.Name, request.Species, request.Location, request.Thresholds, request.CareInfo);
        var place = request.PlaceId is { } placeId ? await access.ToPlaceAsync(caller.GetUserId(), placeId, cancellationToken) : null;
        if (request.PlaceId is not null)
        {
            PlaceRules.CheckPlacing(faults, place, ownerId: null);
        }

        if (faults.Any)
        {
            return faults.ToResult();
        }

        // What stands in a place belongs to whom the place does.
        var ownerId = place?.OwnerId ?? caller.GetUserId();
        tenant.ActAs(ownerId);
        var plant = new Plant
        {
            Name = request.Name.Trim(),
            Species = Trimmed(request.Species),
            Location = Trimmed(request.Location),
            Thresholds = request.Thresholds is { } given
                ? new(given, StringComparer.Ordinal)
                : SpeciesThresholds.Of(catalogue.FindByName(request.Species)),
            CareInfo = request.CareInfo,
            PlaceId = request.PlaceId,
            UserId = ownerId,
            CreatedAt = time.GetUtcNow(),
        };
        database.Add(plant);
        await database.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/plants/{plant.Id}", ToResponse(plant, RoleOfChanger(caller, ownerId), catalogue));
    }

    private static async Task<Results<Ok<PlantResponse>, NotFound>> GetAsync(
        Guid id,
        ClaimsPrincipal caller,
        PlantCareContext database,
        SpeciesCatalogue catalogue,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await database.Plants.AsNoTracking().FirstOrDefaultAsync(plant => plant.Id == id, cancellationToken) is not { } plant)
        {
            return TypedResults.NotFound();
        }

        var held = await HeldShares.ReadAsync(database, caller.GetUserId(), time.GetUtcNow(), cancellationToken);
        return TypedResults.Ok(ToResponse(plant, held.RoleOn(plant), catalogue));
    }

    private static async Task<Results<Ok<PlantResponse>, NotFound, ValidationProblem>> UpdateAsync(
        Guid id,
        UpdatePlantRequest request,
        ClaimsPrincipal caller,
        PlantCareContext database,
        PlantAccess access,
        SpeciesCatalogue catalogue,
        CancellationToken cancellationToken)
    {
        if (await database.Plants.FirstOrDefaultAsync(plant => plant.Id == id, cancellationToken) is not { } plant)
        {
            return TypedResults.NotFound();
        }

        var thresholds = request.Thresholds.IsSet ? request.Thresholds.Value : plant.Thresholds;
        var faults = new Faults();
        PlantRules.Check(
            faults,
            request.Name.Or(plant.Name),
            request.Species.Or(plant.Species),
            request.Location.Or(plant.Location),
            thresholds,
            request.CareInfo.Or(plant.CareInfo));
        if (request.PlaceId.Or(plant.PlaceId) is { } placeId && placeId != plant.PlaceId)
        {
            PlaceRules.CheckPlacing(faults, await access.ToPlaceAsync(caller.GetUserId(), placeId, cancellationToken), plant.UserId);
        }

        if (faults.Any)
        {
            return faults.ToResult();
        }

        plant.Name = request.Name.Or(plant.Name)!.Trim();
        plant.Species = Trimmed(request.Species.Or(plant.Species));
        plant.Location = Trimmed(request.Location.Or(plant.Location));
        plant.Thresholds = thresholds is null ? new(StringComparer.Ordinal) : new(thresholds, StringComparer.Ordinal);
        plant.CareInfo = request.CareInfo.Or(plant.CareInfo);
        plant.PlaceId = request.PlaceId.Or(plant.PlaceId);
        plant.Active = request.Active.Or(plant.Active);
        await database.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ToResponse(plant, RoleOfChanger(caller, plant.UserId), catalogue));
    }

    private static async Task<Results<NoContent, NotFound>> DeleteAsync(
        Guid id, PlantCareContext database, IReadingStore readings, CancellationToken cancellationToken)
    {
        if (await database.Plants.FirstOrDefaultAsync(plant => plant.Id == id, cancellationToken) is not { } plant)
        {
            return TypedResults.NotFound();
        }

        // The plant goes first: from then on no device can put readings to it, and nothing is left behind by a race. The database takes
        // its devices out; their channels are ours to mend.
        foreach (var device in await database.Devices.Where(device => device.UserId == plant.UserId).ToListAsync(cancellationToken))
        {
            device.Config = DeviceRules.Without(device.Config, id);
        }

        database.Remove(plant);
        await database.SaveChangesAsync(cancellationToken);
        await readings.EraseAsync(new ReadingScope(plant.UserId, [id]), CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // Only owners change plants, their own or those that others have made them owners of.
    private static ShareRole? RoleOfChanger(ClaimsPrincipal caller, Guid ownerId) => caller.GetUserId() == ownerId ? null : ShareRole.Owner;

    private static PlantResponse ToResponse(Plant plant, ShareRole? role, SpeciesCatalogue catalogue) => new(
        plant.Id,
        plant.Name,
        plant.Species,
        catalogue.FindByName(plant.Species)?.Id,
        plant.Location,
        plant.Thresholds,
        plant.CareInfo,
        plant.Active,
        plant.UserId,
        plant.CreatedAt,
        plant.PlaceId,
        role);
}
