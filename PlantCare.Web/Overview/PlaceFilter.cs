using PlantCare.Contracts.Places;

namespace PlantCare.Web.Overview;

/// <summary>Keeps the plants of one place, as somebody does who looks after the plants of many customers.</summary>
internal static class PlaceFilter
{
    /// <summary>Stands for the reader's own plants, wherever they are.</summary>
    public const string Mine = "mine";

    /// <summary>Stands for the plants that others share with the reader.</summary>
    public const string Shared = "shared";

    /// <summary>Whether it can name plants at all.</summary>
    public static bool IsPossible(string? place) => place is Mine or Shared || Guid.TryParse(place, out _);

    /// <summary>
    /// The choice, if it still means something: a place that was deleted, or that is no longer shared, must not leave somebody in front of
    /// an empty page.
    /// </summary>
    public static string? Known(string? place, IReadOnlyList<PlaceResponse> places, IReadOnlyList<PlantCardModel> cards) =>
        (Guid.TryParse(place, out var id) ? places.Any(known => known.Id == id) : Find(cards, place).Count > 0) ? place : null;

    /// <summary>The cards of a place, in their order; all of them when it names none.</summary>
    public static IReadOnlyList<PlantCardModel> Find(IReadOnlyList<PlantCardModel> cards, string? place) => place switch
    {
        Mine => [.. cards.Where(card => card.Plant.Role is null)],
        Shared => [.. cards.Where(card => card.Plant.Role is not null)],
        _ when Guid.TryParse(place, out var id) => [.. cards.Where(card => card.Plant.PlaceId == id)],
        _ => cards,
    };

    /// <summary>The places as they are offered: the reader's own first, then those of each owner; an owner is null for the reader.</summary>
    public static IReadOnlyList<IGrouping<string?, PlaceResponse>> Group(IReadOnlyList<PlaceResponse> places) =>
    [
        .. places
            .OrderBy(place => place.Role is not null)
            .ThenBy(place => place.Owner, StringComparer.CurrentCultureIgnoreCase)
            .ThenBy(place => place.Name, StringComparer.CurrentCultureIgnoreCase)
            .GroupBy(place => place.Role is null ? null : place.Owner),
    ];
}
