using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Pipeline;

/// <summary>Hears of readings once they are durable, so that nobody is told of one that was never kept.</summary>
public interface IReadingObserver
{
    /// <summary>
    /// These were stored. Must return at once: the next batch waits. <see cref="System.Diagnostics.Activity.Current"/> is their commit's span;
    /// whoever goes on later takes its context along.
    /// </summary>
    void OnStored(IReadOnlyList<Reading> readings);
}
