using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Plants;
using PlantCare.Storage.Relational.Sharing;

namespace PlantCare.Api.Sharing;

/// <summary>
/// What others share with a caller, read once for an answer that says in which role each plant or place is shared. It decides nothing: that
/// is <see cref="Access.PlantAccess"/>'s.
/// </summary>
internal sealed class HeldShares
{
    private readonly Guid _callerId;
    private readonly List<Held> _shares;

    private HeldShares(Guid callerId, List<Held> shares) => (_callerId, _shares) = (callerId, shares);

    /// <param name="database">Works for the caller, or for the owner of what the caller changes.</param>
    /// <param name="callerId">An account, or the share of a sitter link.</param>
    /// <param name="now">Shares that have ended by then do not count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<HeldShares> ReadAsync(
        PlantCareContext database, Guid callerId, DateTimeOffset now, CancellationToken cancellationToken) => new(
        callerId,
        await database.Shares.AsNoTracking()
            .Where(share => (share.HolderId == callerId || share.Id == callerId) && (share.ExpiresAt == null || share.ExpiresAt > now))
            .Select(share => new Held(share.PlantId, share.PlaceId, share.Role))
            .ToListAsync(cancellationToken));

    /// <summary>The greatest role in which a plant is shared; null for the caller's own.</summary>
    public ShareRole? RoleOn(Plant plant) => plant.UserId == _callerId
        ? null
        : Greatest(share => share.PlantId == plant.Id || (plant.PlaceId is { } place && share.PlaceId == place));

    /// <summary>The role in which a place is shared; null for the caller's own.</summary>
    public ShareRole? RoleIn(Place place) => place.UserId == _callerId ? null : Greatest(share => share.PlaceId == place.Id);

    // Seen and not shared: it has been taken back this very moment.
    private ShareRole Greatest(Predicate<Held> isAbout) =>
        _shares.Where(share => isAbout(share)).Select(share => share.Role).DefaultIfEmpty(ShareRole.Viewer).Max();

    private sealed record Held(Guid? PlantId, Guid? PlaceId, ShareRole Role);
}
