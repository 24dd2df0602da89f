using System.Globalization;

namespace PlantCare.Web.Overview;

/// <summary>Finds plants by name, species or place: every word must be somewhere, accents and capitals do not matter.</summary>
internal static class PlantSearch
{
    private const CompareOptions Loose = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;

    /// <summary>The cards that hold every word of <paramref name="text"/>, in their order.</summary>
    public static IReadOnlyList<PlantCardModel> Find(IReadOnlyList<PlantCardModel> cards, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length == 0 ? cards : [.. cards.Where(card => Array.TrueForAll(words, word => Holds(card, word)))];
    }

    private static bool Holds(PlantCardModel card, string word) =>
        Holds(card.Plant.Name, word) || Holds(card.Plant.Species, word) || Holds(card.Plant.Location, word);

    private static bool Holds(string? text, string word) =>
        text is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, word, Loose) >= 0;
}
