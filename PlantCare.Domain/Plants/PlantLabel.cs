namespace PlantCare.Domain.Plants;

/// <summary>What a reading needs to know of the plant it is about.</summary>
/// <param name="Id">The plant.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="Name">What the owner calls it.</param>
/// <param name="Location">Where it stands, if said.</param>
public sealed record PlantLabel(Guid Id, Guid UserId, string Name, string? Location);
