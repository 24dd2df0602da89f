namespace PlantCare.Web.Places;

/// <summary>Where the pages of places are.</summary>
internal static class PlaceAddress
{
    /// <summary>All of them.</summary>
    public const string All = "/places";

    /// <summary>One of them.</summary>
    public static string Of(Guid place) => $"/places/{place}";

    /// <summary>The overview of its plants.</summary>
    public static string Overview(Guid place) => $"/?place={place}";
}
