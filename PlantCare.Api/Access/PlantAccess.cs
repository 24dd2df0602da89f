using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Devices;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Sharing;

namespace PlantCare.Api.Access;

/// <summary>What a caller may do with a plant, a place or a device, and whose it is.</summary>
/// <param name="OwnerId">Its owner.</param>
/// <param name="Rights">What the caller may do with it.</param>
/// <param name="ChangeUntil">When the right to change it ends, UTC; null when it does not, or is not there.</param>
internal sealed record Reach(Guid OwnerId, PlantRights Rights, DateTimeOffset? ChangeUntil = null)
{
    public bool May(PlantRights rights) => (Rights & rights) == rights;
}

/// <summary>
/// Says what callers may do with what is not necessarily theirs: the one place where shares become rights. Answers null for what the caller
/// may not even see, which is then told like something that does not exist.
/// </summary>
internal sealed class PlantAccess(SystemWork system, TimeProvider time)
{
    /// <param name="callerId">An account, or the share of a sitter link.</param>
    /// <param name="plantId">The plant.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Reach?> ToPlantAsync(Guid callerId, Guid plantId, CancellationToken cancellationToken) =>
        (await ToPlantsAsync(callerId, [plantId], cancellationToken)).GetValueOrDefault(plantId);

    /// <summary>Several plants at once; those that the caller may not see are left out.</summary>
    /// <param name="callerId">An account, or the share of a sitter link.</param>
    /// <param name="plantIds">The plants.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Dictionary<Guid, Reach>> ToPlantsAsync(Guid callerId, IReadOnlyCollection<Guid> plantIds, CancellationToken cancellationToken) =>
        plantIds.Count == 0
            ? Task.FromResult(new Dictionary<Guid, Reach>())
            : system.RunAsync(database => ReachPlantsAsync(database, callerId, plantIds, cancellationToken));

    /// <param name="callerId">An account.</param>
    /// <param name="placeId">The place.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Reach?> ToPlaceAsync(Guid callerId, Guid placeId, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var place = await database.Places.AsNoTracking().FirstOrDefaultAsync(place => place.Id == placeId, cancellationToken);
        return place is null ? null : Combine(
            callerId, place.UserId, await InForce(database, callerId).Where(share => share.PlaceId == placeId).ToListAsync(cancellationToken));
    });

    /// <summary>
    /// A device is reached through the plant that it is in; in none, it is its owner's alone. It can be changed by who may change every plant
    /// that it measures: whoever has its secret can say of all of them what they like.
    /// </summary>
    /// <param name="callerId">An account, or the share of a sitter link.</param>
    /// <param name="deviceId">The device's name on the wire.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Reach?> ToDeviceAsync(Guid callerId, string deviceId, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var device = await database.Devices.AsNoTracking()
            .Where(device => device.DeviceId == deviceId)
            .Select(device => new { device.UserId, device.PlantId, device.Config })
            .FirstOrDefaultAsync(cancellationToken);
        if (device?.UserId == callerId)
        {
            return new Reach(callerId, PlantRights.All);
        }

        if (device?.PlantId is not { } plantId)
        {
            return null;
        }

        var plants = DeviceRules.PlantsOf(device.Config).Append(plantId).ToHashSet();
        var reaches = await ReachPlantsAsync(database, callerId, plants, cancellationToken);
        var reach = reaches.GetValueOrDefault(plantId);
        return reach?.OwnerId != device.UserId ? null
            : plants.All(plant => reaches.GetValueOrDefault(plant)?.May(PlantRights.Change) == true) ? reach
            : new Reach(device.UserId, reach.Rights & ~PlantRights.Change);
    });

    /// <summary>Who may change the plant or place may change its shares; the holder of one sees it, and nobody else does.</summary>
    /// <param name="callerId">An account.</param>
    /// <param name="shareId">The share.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Reach?> ToShareAsync(Guid callerId, Guid shareId, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        if (await database.Shares.AsNoTracking().FirstOrDefaultAsync(share => share.Id == shareId, cancellationToken) is not { } share)
        {
            return null;
        }

        var placeId = share.PlaceId
            ?? await database.Plants.Where(plant => plant.Id == share.PlantId).Select(plant => plant.PlaceId).FirstOrDefaultAsync(cancellationToken);
        var held = await InForce(database, callerId)
            .Where(other => (share.PlantId != null && other.PlantId == share.PlantId) || (placeId != null && other.PlaceId == placeId))
            .ToListAsync(cancellationToken);
        return Combine(callerId, share.UserId, held) is { } reach && reach.May(PlantRights.Change) ? reach
            : share.HolderId == callerId ? new Reach(share.UserId, PlantRights.See)
            : null;
    });

    /// <summary>An alert is reached through its plant.</summary>
    /// <param name="callerId">An account.</param>
    /// <param name="alertId">The alert.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Reach?> ToAlertAsync(Guid callerId, Guid alertId, CancellationToken cancellationToken) => system.RunAsync(async database =>
        await database.Alerts.Where(alert => alert.Id == alertId).Select(alert => (Guid?)alert.PlantId).FirstOrDefaultAsync(cancellationToken) is { } plantId
            ? (await ReachPlantsAsync(database, callerId, [plantId], cancellationToken)).GetValueOrDefault(plantId)
            : null);

    /// <summary>The plants that others share with a caller, with their owners.</summary>
    /// <param name="callerId">An account, or the share of a sitter link.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Dictionary<Guid, Guid>> SharedPlantsAsync(Guid callerId, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var held = InForce(database, callerId);
        return await database.Plants.AsNoTracking()
            .Where(plant => plant.UserId != callerId && held.Any(share =>
                share.UserId == plant.UserId && (share.PlantId == plant.Id || (plant.PlaceId != null && share.PlaceId == plant.PlaceId))))
            .Select(plant => new { plant.Id, plant.UserId })
            .ToDictionaryAsync(plant => plant.Id, plant => plant.UserId, cancellationToken);
    });

    private async Task<Dictionary<Guid, Reach>> ReachPlantsAsync(
        PlantCareContext database, Guid callerId, IReadOnlyCollection<Guid> plantIds, CancellationToken cancellationToken)
    {
        var plants = await database.Plants.AsNoTracking()
            .Where(plant => plantIds.Contains(plant.Id))
            .Select(plant => new { plant.Id, plant.UserId, plant.PlaceId })
            .ToListAsync(cancellationToken);
        var held = new List<Share>();
        if (plants.Exists(plant => plant.UserId != callerId))
        {
            var places = plants.Select(plant => plant.PlaceId).OfType<Guid>().ToHashSet();
            held = await InForce(database, callerId)
                .Where(share => (share.PlantId != null && plantIds.Contains(share.PlantId.Value)) || (share.PlaceId != null && places.Contains(share.PlaceId.Value)))
                .ToListAsync(cancellationToken);
        }

        var reaches = new Dictionary<Guid, Reach>();
        foreach (var plant in plants)
        {
            var about = held.Where(share => share.PlantId == plant.Id || (share.PlaceId is not null && share.PlaceId == plant.PlaceId));
            if (Combine(callerId, plant.UserId, about) is { } reach)
            {
                reaches[plant.Id] = reach;
            }
        }

        return reaches;
    }

    private IQueryable<Share> InForce(PlantCareContext database, Guid callerId)
    {
        var now = time.GetUtcNow();
        return database.Shares.AsNoTracking()
            .Where(share => (share.HolderId == callerId || share.Id == callerId) && (share.ExpiresAt == null || share.ExpiresAt > now));
    }

    private static Reach? Combine(Guid callerId, Guid ownerId, IEnumerable<Share> held)
    {
        if (callerId == ownerId)
        {
            return new Reach(ownerId, PlantRights.All);
        }

        var shares = held.Where(share => share.UserId == ownerId).ToList();
        var rights = shares.Aggregate(PlantRights.None, (all, share) => all | share.Role.ToRights());
        var changing = shares.Where(share => share.Role.ToRights().HasFlag(PlantRights.Change)).Select(share => share.ExpiresAt).ToList();
        return rights == PlantRights.None ? null : new Reach(ownerId, rights, changing.Contains(null) ? null : changing.Max());
    }
}
