using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Pipeline;

/// <summary>Hears of readings once they are durable, so that nobody is told of one that was never kept.</summary>
public interface IReadingObserver
{
    /// <summary>These were stored. Must return at once: the next batch waits.</summary>
    void OnStored(IReadOnlyList<Reading> readings);
}
