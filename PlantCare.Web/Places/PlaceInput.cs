using PlantCare.Contracts.Places;

namespace PlantCare.Web.Places;

/// <summary>A place while it is written.</summary>
public sealed class PlaceInput
{
    private static readonly string[] Usual = ["home", "greenhouse", "office", "garden"];

    /// <summary>A new one.</summary>
    public PlaceInput()
    {
    }

    /// <summary>One that is changed.</summary>
    public PlaceInput(PlaceResponse place) => (Name, Kind) = (place.Name, place.Kind);

    /// <summary>What it is called.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it is.</summary>
    public string Kind { get; set; } = Usual[0];

    /// <summary>What it can be: the usual, and what it is already.</summary>
    public IReadOnlyList<string> Kinds => Usual.Contains(Kind, StringComparer.Ordinal) ? Usual : [.. Usual, Kind];

    /// <summary>What is wrong; null for nothing.</summary>
    public string? Problem => string.IsNullOrWhiteSpace(Name) ? PlaceWords.NameMissing : null;
}
