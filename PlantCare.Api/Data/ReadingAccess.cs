using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Data;

/// <summary>Which readings are asked for. None of the ids: the caller's own.</summary>
/// <param name="UserId">Of that account's plants; only administrators ask for another than their own.</param>
/// <param name="PlantId">Of that plant.</param>
/// <param name="PlaceId">Of the plants in that place.</param>
/// <param name="DeviceId">By that device.</param>
internal readonly record struct ReadingsAsked(Guid? UserId, Guid? PlantId, Guid? PlaceId, string? DeviceId);

/// <summary>Whose readings a request is about, and what the plants are called now.</summary>
/// <param name="Scope">For the store.</param>
/// <param name="Plants">The plants that may turn up.</param>
internal sealed record ReadableReadings(ReadingScope Scope, IReadOnlyDictionary<Guid, PlantLabel> Plants)
{
    /// <summary>The plants that others share with the caller, an owner at a time, where the request is about those, too.</summary>
    public IReadOnlyList<ReadingScope> Shared { get; init; } = [];
}

/// <summary>Decides whose readings a caller may read. A scope that is not the caller's own names every plant in it: those that are shared.</summary>
internal sealed class ReadingAccess(PlantCareContext database, Tenant tenant, SystemWork system, OthersDataRecord record)
{
    /// <returns>Null when any of the ids is not the caller's, or nobody's: the two are told in the same words.</returns>
    public async Task<ReadableReadings?> FindAsync(ClaimsPrincipal caller, ReadingsAsked asked, CancellationToken cancellationToken)
    {
        // step 1: somebody else's readings are for administrators
        if (asked.UserId is { } other && other != caller.GetUserId() && !await MayAskForAsync(caller, other, cancellationToken))
        {
            return null;
        }

        // step 2: the plants that are meant, among those that may be seen
        var plants = await database.Plants.AsNoTracking()
            .Where(plant => asked.PlantId == null || plant.Id == asked.PlantId)
            .Where(plant => asked.PlaceId == null || plant.PlaceId == asked.PlaceId)
            .Where(plant => asked.UserId == null || plant.UserId == asked.UserId)
            .Select(plant => new PlantLabel(plant.Id, plant.UserId, plant.Name, plant.Location))
            .ToDictionaryAsync(plant => plant.Id, cancellationToken);

        // step 3: each id must be somebody's whose plants are seen; it says whose readings they are
        if (await OwnerOfAsync(caller, asked, plants, cancellationToken) is not { } owner)
        {
            return null;
        }

        // step 4: of another account nothing but those very plants
        var isOwn = owner == (asked.UserId ?? caller.GetUserId());
        var isWhole = isOwn && asked is { PlantId: null, PlaceId: null };
        var scope = new ReadingScope(
            owner, isWhole ? null : [.. plants.Values.Where(plant => plant.UserId == owner).Select(plant => plant.Id)], asked.DeviceId);
        return new ReadableReadings(scope, plants)
        {
            Shared = asked != default ? [] :
            [
                .. plants.Values.Where(plant => plant.UserId != owner)
                    .GroupBy(plant => plant.UserId, (user, theirs) => new ReadingScope(user, [.. theirs.Select(plant => plant.Id)])),
            ],
        };
    }

    private async Task<bool> MayAskForAsync(ClaimsPrincipal caller, Guid other, CancellationToken cancellationToken)
    {
        var callerId = caller.GetUserId();
        var may = await database.Users.AnyAsync(user => user.Id == callerId && user.IsAdministrator, cancellationToken)
            && await system.RunAsync(everyone => everyone.Users.AnyAsync(user => user.Id == other, cancellationToken));
        if (may)
        {
            await record.NoteAsync(callerId, other, cancellationToken);
            tenant.ActAs(other);
        }

        return may;
    }

    private async Task<Guid?> OwnerOfAsync(
        ClaimsPrincipal caller, ReadingsAsked asked, Dictionary<Guid, PlantLabel> plants, CancellationToken cancellationToken)
    {
        Guid? owner = null;
        if (asked.DeviceId is { } name)
        {
            // What no device can be called is none, and PostgreSQL would refuse some of it.
            owner = !DeviceId.IsValid(name) ? null : await database.Devices.Where(device => device.DeviceId == name && (asked.UserId == null || device.UserId == asked.UserId))
                .Select(device => (Guid?)device.UserId)
                .FirstOrDefaultAsync(cancellationToken);
            if (owner is null)
            {
                return null;
            }
        }

        if (asked.PlaceId is { } placeId)
        {
            owner = await database.Places.Where(place => place.Id == placeId && (asked.UserId == null || place.UserId == asked.UserId))
                .Select(place => (Guid?)place.UserId)
                .FirstOrDefaultAsync(cancellationToken);
            if (owner is null)
            {
                return null;
            }
        }

        if (asked.PlantId is not null)
        {
            owner = plants.Values.FirstOrDefault()?.UserId;
        }

        // A sitter has no plants, and is shown one owner's.
        return asked is { DeviceId: null, PlaceId: null, PlantId: null }
            ? caller.KindOf() == CallerKind.Sitter ? plants.Values.FirstOrDefault()?.UserId ?? Guid.Empty : asked.UserId ?? caller.GetUserId()
            : owner;
    }
}
