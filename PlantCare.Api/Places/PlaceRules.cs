using PlantCare.Api.Access;
using PlantCare.Api.Problems;
using PlantCare.Domain.Sharing;

namespace PlantCare.Api.Places;

/// <summary>What a place may be, and which plants it may hold.</summary>
internal static class PlaceRules
{
    public static void Check(Faults faults, string? name, string? kind)
    {
        faults.Required("name", name, longest: 100);
        faults.Required("kind", kind, longest: 40);
    }

    /// <summary>A plant may be put into a place of its own owner's that the caller may change.</summary>
    /// <param name="faults">What is wrong.</param>
    /// <param name="place">What the caller may do with the place.</param>
    /// <param name="ownerId">The plant's owner; null for a new plant, which belongs to whom its place does.</param>
    public static void CheckPlacing(Faults faults, Reach? place, Guid? ownerId)
    {
        const string Member = "place_id";
        if (place is null)
        {
            // A place of somebody else is told in the same words as one that does not exist.
            faults.Add(Member, "is none of your places");
        }
        else if (!place.May(PlantRights.Change))
        {
            faults.Add(Member, "is shared with you, and not yours to put plants in; ask its owner");
        }
        else
        {
            faults.AddIf(ownerId is { } owner && owner != place.OwnerId, Member, "belongs to somebody else than the plant");
        }
    }
}
