using System.Text.Json.Serialization;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;

namespace PlantCare.Contracts.Data;

/// <summary>One value of one metric.</summary>
/// <param name="Time">When it was measured.</param>
/// <param name="PlantId">Of which plant.</param>
/// <param name="UserId">Whose.</param>
/// <param name="DeviceId">By which device.</param>
/// <param name="PlantName">What the plant is called now.</param>
/// <param name="Location">Where it stands now.</param>
/// <param name="Field">The metric.</param>
/// <param name="Value">The value, in the metric's unit.</param>
public sealed record DataRow(
    DateTimeOffset Time,
    Guid PlantId,
    Guid UserId,
    string DeviceId,
    string PlantName,
    string? Location,
    string Field,
    MetricValue Value);

/// <summary>What <c>GET /data/aggregated</c> answers.</summary>
/// <param name="Data">Windows by time, then plant.</param>
/// <param name="Window">How far back they reach, as asked.</param>
/// <param name="Count">How many there are.</param>
public sealed record AggregatedResponse(IReadOnlyList<AggregatedRow> Data, string Window, int Count);

/// <summary>What <c>POST /data</c> answers.</summary>
/// <param name="Stored">How many readings are durable.</param>
/// <param name="Rejected">What was refused; kept among the dead letters.</param>
public sealed record SubmitResponse(int Stored, IReadOnlyList<RejectedReading> Rejected);

/// <summary>A reading that was refused.</summary>
/// <param name="Reason">The kind of fault.</param>
/// <param name="Detail">What was wrong, and what was expected.</param>
public sealed record RejectedReading(RejectionReason Reason, string Detail);

/// <summary>A plant's newest values, or one reading of it as it happens: the metrics stand beside the other members.</summary>
/// <param name="Time">When the newest of the values was measured.</param>
/// <param name="PlantId">Of which plant.</param>
/// <param name="UserId">Whose.</param>
/// <param name="DeviceId">By which device, the newest of them.</param>
/// <param name="PlantName">What the plant is called now.</param>
/// <param name="Location">Where it stands now.</param>
/// <param name="Metrics">By name, in the metric's unit.</param>
/// <param name="Times">When each of them was measured; null in a single reading, where it is <paramref name="Time"/>.</param>
[JsonConverter(typeof(LatestRowConverter))]
public sealed record LatestRow(
    DateTimeOffset Time,
    Guid PlantId,
    Guid UserId,
    string DeviceId,
    string PlantName,
    string? Location,
    IReadOnlyDictionary<string, MetricValue> Metrics,
    IReadOnlyDictionary<string, DateTimeOffset>? Times)
{
    /// <summary>A single reading as a row.</summary>
    public static LatestRow Of(Reading reading) => new(
        reading.Time,
        reading.Plant.Id,
        reading.Plant.UserId,
        reading.DeviceId,
        reading.Plant.Name,
        reading.Plant.Location,
        reading.Measurements.ToDictionary(measured => measured.Metric, measured => measured.Value),
        Times: null);

    /// <summary>The single reading that this row is.</summary>
    public Reading ToReading() => new(
        new PlantLabel(PlantId, UserId, PlantName, Location), DeviceId, Time, [.. Metrics.Select(metric => new Measurement(metric.Key, metric.Value))]);
}

/// <summary>A plant's window: <c>avg_</c>, <c>min_</c> and <c>max_</c> of each metric stand beside the other members.</summary>
/// <param name="Time">The first moment of the window.</param>
/// <param name="PlantId">Of which plant.</param>
/// <param name="UserId">Whose.</param>
/// <param name="Metrics">By metric.</param>
[JsonConverter(typeof(AggregatedRowConverter))]
public sealed record AggregatedRow(DateTimeOffset Time, Guid PlantId, Guid UserId, IReadOnlyDictionary<string, MetricSummary> Metrics);

/// <summary>What a window's values come to, in the metric's unit.</summary>
/// <param name="Avg">Their mean.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
public readonly record struct MetricSummary(double Avg, double Min, double Max);
