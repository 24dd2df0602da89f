using PlantCare.Domain.Metrics;

namespace PlantCare.Domain.Readings;

/// <summary>One stored value.</summary>
/// <param name="Time">When it was measured, UTC.</param>
/// <param name="PlantId">Of which plant.</param>
/// <param name="DeviceId">By which device.</param>
/// <param name="Metric">What.</param>
/// <param name="Value">The value, in the metric's unit.</param>
public readonly record struct StoredValue(DateTimeOffset Time, Guid PlantId, string DeviceId, string Metric, MetricValue Value)
{
    /// <summary>Where it stands in the order of a query.</summary>
    public ReadingPosition Position => new(Time, PlantId, DeviceId, Metric);
}

/// <summary>A plant's window: its numeric metrics summed up.</summary>
/// <param name="Start">The first moment of the window, UTC.</param>
/// <param name="PlantId">Of which plant.</param>
/// <param name="Metrics">Per metric; never empty.</param>
public sealed record AggregateWindow(DateTimeOffset Start, Guid PlantId, IReadOnlyDictionary<string, Aggregate> Metrics);

/// <summary>What a window's values of one metric come to, in the metric's unit.</summary>
/// <param name="Mean">Their arithmetic mean.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Count">How many there are; at least one.</param>
public readonly record struct Aggregate(double Mean, double Min, double Max, long Count);
