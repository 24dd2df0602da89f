using PlantCare.Api.Access;
using PlantCare.Storage.Relational.Sharing;

namespace PlantCare.Api.Sharing;

/// <summary>What a share is about: one of the two.</summary>
internal readonly record struct ShareTarget(Guid? PlantId, Guid? PlaceId)
{
    public static ShareTarget Of(ReachedBy by, Guid id) => by == ReachedBy.Place ? new(PlantId: null, id) : new(id, PlaceId: null);

    public static ShareTarget Of(Share share) => new(share.PlantId, share.PlaceId);

    /// <summary>What it is, as it is told.</summary>
    public string Kind => PlaceId is null ? "plant" : "place";

    /// <summary>The shares that are about it.</summary>
    public IQueryable<Share> In(IQueryable<Share> shares)
    {
        var (plantId, placeId) = this;
        return shares.Where(share => share.PlantId == plantId && share.PlaceId == placeId);
    }
}
