using System.Text.Json.Serialization;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;

namespace PlantCare.Contracts.Devices;

/// <summary>What <c>GET /devices/{device_id}/sensors</c> answers: everything that a gateway speaks for. Neither list has more than 500.</summary>
/// <param name="Adopted">Those that have a plant, by name.</param>
/// <param name="Unknown">Those that have none, the last heard first.</param>
public sealed record SensorsResponse(IReadOnlyList<AdoptedSensorResponse> Adopted, IReadOnlyList<UnknownSensorResponse> Unknown);

/// <summary>A sensor of a gateway that has its plant.</summary>
/// <param name="Sensor">Its name in its own system.</param>
/// <param name="PlantId">The plant that it is in.</param>
/// <param name="PlantName">That plant's name; null when the plant is gone.</param>
/// <param name="Calibration">How its raw counts become %, by metric; absent when they need not.</param>
/// <param name="LastSeen">When it was last heard, to half a minute; null when it has not been heard yet.</param>
/// <param name="Battery">Its last battery charge, %; absent when it sends none.</param>
/// <param name="Rssi">The strength of its radio signal, dBm, as it last said; absent when it says none.</param>
/// <param name="IntervalSeconds">How long it usually waits between two readings, seconds, learned from them; absent until that is known.</param>
public sealed record AdoptedSensorResponse(
    string Sensor,
    Guid PlantId,
    string? PlantName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, Calibration>? Calibration,
    DateTimeOffset? LastSeen = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Battery = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Rssi = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? IntervalSeconds = null);

/// <summary>A sensor of a gateway that nobody has put into a plant yet.</summary>
/// <param name="Sensor">Its name in its own system.</param>
/// <param name="Dialect">That system.</param>
/// <param name="Topic">Where it was last heard.</param>
/// <param name="Payload">What it last said, as text; at most the first 4 KiB of it.</param>
/// <param name="FirstSeen">When it was first heard.</param>
/// <param name="LastSeen">When it was last heard.</param>
/// <param name="Measurements">What was understood of its last message, by metric, in our names and units.</param>
public sealed record UnknownSensorResponse(
    string Sensor,
    string Dialect,
    string Topic,
    string Payload,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    IReadOnlyDictionary<string, MetricValue> Measurements);

/// <summary>What <c>POST /devices/{device_id}/sensors</c> takes: a sensor gets a plant, or another one.</summary>
/// <param name="Sensor">Its name in its own system; it need not have been heard yet.</param>
/// <param name="PlantId">The plant that it is in.</param>
/// <param name="Calibration">How its raw counts become %, by metric; as it was when absent.</param>
public sealed record AdoptSensorRequest(
    string? Sensor = null,
    Guid? PlantId = null,
    IReadOnlyDictionary<string, Calibration>? Calibration = null);
