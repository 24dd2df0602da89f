using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;

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
    public Task<Reach?> ToPlantAsync(Guid callerId, Guid plantId, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var plant = await database.Plants.AsNoTracking()
            .Where(plant => plant.Id == plantId)
            .Select(plant => new { plant.UserId, plant.PlaceId })
            .FirstOrDefaultAsync(cancellationToken);
        return plant is null ? null : await ReachAsync(database, callerId, plant.UserId, plantId, plant.PlaceId, cancellationToken);
    });

    /// <param name="callerId">An account.</param>
    /// <param name="placeId">The place.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Reach?> ToPlaceAsync(Guid callerId, Guid placeId, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var place = await database.Places.AsNoTracking().FirstOrDefaultAsync(place => place.Id == placeId, cancellationToken);
        return place is null ? null : await ReachAsync(database, callerId, place.UserId, plantId: null, placeId, cancellationToken);
    });

    /// <summary>A device is reached through the plant that it is in; in none, it is its owner's alone.</summary>
    /// <param name="callerId">An account, or the share of a sitter link.</param>
    /// <param name="deviceId">The device's name on the wire.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Reach?> ToDeviceAsync(Guid callerId, string deviceId, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var device = await database.Devices.AsNoTracking()
            .Where(device => device.DeviceId == deviceId)
            .Select(device => new { device.UserId, device.PlantId, PlaceId = device.Plant == null ? null : device.Plant.PlaceId })
            .FirstOrDefaultAsync(cancellationToken);
        return device is null ? null : await ReachAsync(database, callerId, device.UserId, device.PlantId, device.PlaceId, cancellationToken);
    });

    /// <summary>Who may change the plant or place may change its shares; the holder of one sees it, and nobody else does.</summary>
    /// <param name="callerId">An account.</param>
    /// <param name="shareId">The share.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Reach?> ToShareAsync(Guid callerId, Guid shareId, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var share = await database.Shares.AsNoTracking()
            .Where(share => share.Id == shareId)
            .Select(share => new
            {
                share.UserId,
                share.HolderId,
                share.PlantId,
                PlaceId = share.PlaceId ?? database.Plants.Where(plant => plant.Id == share.PlantId).Select(plant => plant.PlaceId).FirstOrDefault(),
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (share is null)
        {
            return null;
        }

        var reach = await ReachAsync(database, callerId, share.UserId, share.PlantId, share.PlaceId, cancellationToken);
        return reach?.May(PlantRights.Change) == true ? reach
            : share.HolderId == callerId ? new Reach(share.UserId, PlantRights.See)
            : null;
    });

    private async Task<Reach?> ReachAsync(
        PlantCareContext database, Guid callerId, Guid ownerId, Guid? plantId, Guid? placeId, CancellationToken cancellationToken)
    {
        if (callerId == ownerId)
        {
            return new Reach(ownerId, PlantRights.All);
        }

        var now = time.GetUtcNow();
        var roles = await database.Shares.AsNoTracking()
            .Where(share => (share.HolderId == callerId || share.Id == callerId) && share.UserId == ownerId && (share.ExpiresAt == null || share.ExpiresAt > now))
            .Where(share => (plantId != null && share.PlantId == plantId) || (placeId != null && share.PlaceId == placeId))
            .Select(share => new { share.Role, share.ExpiresAt })
            .ToListAsync(cancellationToken);
        var rights = roles.Aggregate(PlantRights.None, (all, share) => all | share.Role.ToRights());
        var changing = roles.Where(share => share.Role.ToRights().HasFlag(PlantRights.Change)).Select(share => share.ExpiresAt).ToList();
        return rights == PlantRights.None ? null : new Reach(ownerId, rights, changing.Contains(null) ? null : changing.Max());
    }
}
