namespace PlantCare.Web.Overview;

/// <summary>Which plants the overview shows: what was chosen last in this browser, which keeps it in a cookie.</summary>
internal sealed class PlaceChoice
{
    /// <summary>The cookie in which <c>plantcare.js</c> keeps it.</summary>
    public const string Cookie = "plantcare-place";

    /// <summary>A place's id, <see cref="PlaceFilter.Mine"/> or <see cref="PlaceFilter.Shared"/>; null for every plant.</summary>
    public string? Place { get; private set; }

    /// <summary>Chooses; what is none of those chooses every plant.</summary>
    public void Use(string? place) => Place = PlaceFilter.IsPossible(place) ? place : null;
}
