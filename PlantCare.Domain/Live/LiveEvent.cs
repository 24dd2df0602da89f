using PlantCare.Domain.Readings;

namespace PlantCare.Domain.Live;

/// <summary>Something that just happened to somebody's plants.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="PlantId">To which plant.</param>
public abstract record LiveEvent(Guid UserId, Guid PlantId);

/// <summary>A reading was stored.</summary>
/// <param name="Reading">The reading.</param>
public sealed record ReadingStored(Reading Reading) : LiveEvent(Reading.Plant.UserId, Reading.Plant.Id);
