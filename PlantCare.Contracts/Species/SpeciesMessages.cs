namespace PlantCare.Contracts.Species;

/// <summary>A species of the catalogue.</summary>
/// <param name="Id">Its key, such as <c>monstera-deliciosa</c>.</param>
/// <param name="ScientificName">Its botanical name.</param>
/// <param name="CommonNames">What people call it, the most common first.</param>
/// <param name="Category">houseplant, succulent, herb, vegetable, fruit or flower.</param>
/// <param name="Ranges">What it wants: per metric the range in which it does well, units as in the contract.</param>
/// <param name="Care">How to care for it.</param>
public sealed record SpeciesResponse(
    string Id,
    string ScientificName,
    IReadOnlyList<string> CommonNames,
    string Category,
    IReadOnlyDictionary<string, SpeciesRange> Ranges,
    SpeciesCare Care);

/// <summary>A range in which a species does well.</summary>
/// <param name="Min">The least, in the metric's unit.</param>
/// <param name="Max">The most, in the metric's unit.</param>
/// <param name="Unit">The unit.</param>
public sealed record SpeciesRange(double Min, double Max, string Unit);

/// <summary>Care in a few sentences.</summary>
/// <param name="Summary">What kind of plant it is and what it is like to keep.</param>
/// <param name="Water">When and how to water.</param>
/// <param name="Light">Where to put it.</param>
/// <param name="Soil">What to plant it in, and when to repot.</param>
/// <param name="Feeding">What to feed it, and when.</param>
/// <param name="Toxicity">Whether it harms people or pets; null when it is not known to.</param>
public sealed record SpeciesCare(string Summary, string Water, string Light, string Soil, string Feeding, string? Toxicity);
