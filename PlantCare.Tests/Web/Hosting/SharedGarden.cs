using PlantCare.Contracts.Places;
using PlantCare.Contracts.Plants;
using PlantCare.Contracts.Sharing;
using PlantCare.Domain.Care;
using PlantCare.Domain.Sharing;

namespace PlantCare.Tests.Web.Hosting;

/// <summary>What a household shares, and where those come to it whom it is shared with.</summary>
/// <param name="PlaceId">The place.</param>
/// <param name="PlantId">A plant that stands there, with a journal.</param>
/// <param name="InvitationPath">The page of an invitation that nobody has accepted.</param>
/// <param name="SitterPath">The page of a sitter.</param>
internal sealed record SharedGarden(Guid PlaceId, Guid PlantId, string InvitationPath, string SitterPath)
{
    /// <summary>Somebody who may look at the place.</summary>
    public const string Friend = "grace@example.org";

    /// <summary>What the place is called, in any language.</summary>
    public const string Place = "Via Roma 4";

    /// <summary>Shares two plants of a household.</summary>
    public static async Task<SharedGarden> MakeAsync(ApiServer api)
    {
        var (plants, shares) = (api.Owner.Plants, api.Owner.Shares);
        var place = await api.Owner.Places.CreateAsync(new CreatePlaceRequest(Place));
        var all = (await plants.ListAsync()).Data;
        var (basil, monstera) = (all.Single(plant => plant.Name == "Basil"), all.Single(plant => plant.Name == "Monstera"));
        foreach (var plant in (PlantResponse[])[basil, monstera])
        {
            await plants.UpdateAsync(plant.Id, new UpdatePlantRequest { PlaceId = place.Id });
            await plants.WriteJournalAsync(plant.Id, new CreateJournalEntryRequest(JournalKind.Fertilised, "NPK 3-1-5", 250));
        }

        var looked = await shares.SharePlaceAsync(place.Id, new CreateShareRequest(ShareRole.Viewer));
        await (await api.SignInAsync(Friend)).Shares.AcceptAsync(looked.Token);
        var open = await shares.SharePlaceAsync(place.Id, new CreateShareRequest(ShareRole.Caretaker, "bea@example.org"));
        var sitter = await shares.AddPlaceSitterAsync(place.Id, new CreateSitterRequest("Bea", open.Share.CreatedAt.AddDays(14)));
        return new SharedGarden(place.Id, basil.Id, open.Path, sitter.Path);
    }
}
