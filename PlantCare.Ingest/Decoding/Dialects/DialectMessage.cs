using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>A gateway's message in our words.</summary>
/// <param name="Dialect">The dialect's name.</param>
/// <param name="Sightings">The sensors that it speaks of; none in a message that is between the other system and its own kind.</param>
internal sealed record DialectMessage(string Dialect, IReadOnlyList<Sighting> Sightings)
{
    /// <summary>Why nothing can be made of it, where not even the sensor can be told.</summary>
    public Rejection? Rejection { get; init; }

    /// <summary>A message that is no business of ours.</summary>
    public static DialectMessage Quiet(string dialect) => new(dialect, []);

    /// <summary>A message about one sensor.</summary>
    public static DialectMessage Of(string dialect, Sighting sighting) => new(dialect, [sighting]);
}
