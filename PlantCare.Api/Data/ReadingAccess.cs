using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Accounts;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Api.Data;

/// <summary>Whose readings a request is about, and what the plants are called now.</summary>
/// <param name="Scope">For the store.</param>
/// <param name="Plants">The plants that may turn up.</param>
internal sealed record ReadableReadings(ReadingScope Scope, IReadOnlyDictionary<Guid, PlantLabel> Plants);

/// <summary>Decides whose readings a caller may read.</summary>
internal sealed class ReadingAccess(PlantCareContext database, Tenant tenant, SystemWork system)
{
    /// <returns>Null when any of the ids is not the caller's, or nobody's: the two are told in the same words.</returns>
    public async Task<ReadableReadings?> FindAsync(
        ClaimsPrincipal caller, Guid? userId, Guid? plantId, string? deviceId, CancellationToken cancellationToken)
    {
        // step 1: somebody else's readings are for administrators
        var owner = caller.GetUserId();
        if (userId is { } other && other != owner)
        {
            var mayAskForOthers = await database.Users.AnyAsync(user => user.Id == owner && user.IsAdministrator, cancellationToken)
                && await system.RunAsync(everyone => everyone.Users.AnyAsync(user => user.Id == other, cancellationToken));
            if (!mayAskForOthers)
            {
                return null;
            }

            owner = other;
            tenant.ActAs(owner);
        }

        // step 2: the ids must be that owner's
        var plants = await database.Plants.AsNoTracking()
            .Where(plant => plantId == null || plant.Id == plantId)
            .Select(plant => new PlantLabel(plant.Id, plant.UserId, plant.Name, plant.Location))
            .ToDictionaryAsync(plant => plant.Id, cancellationToken);
        var isKnown = (plantId is null || plants.Count > 0)
            && (deviceId is null || await database.Devices.AnyAsync(device => device.DeviceId == deviceId, cancellationToken));
        return isKnown ? new ReadableReadings(new ReadingScope(owner, plantId is { } id ? [id] : null, deviceId), plants) : null;
    }
}
