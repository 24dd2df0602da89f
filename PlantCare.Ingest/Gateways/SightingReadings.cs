using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Decoding;
using PlantCare.Ingest.Decoding.Dialects;

namespace PlantCare.Ingest.Gateways;

/// <summary>
/// Makes readings of the sightings of one message. All are the gateway's, which is who signed in; what tells sensors of one plant apart is the
/// time, since the same device, plant, metric and time overwrite themselves (docs/decisions/0015).
/// </summary>
/// <param name="context">The gateway, its clock and the times that are kept.</param>
internal sealed class SightingReadings(DecodingContext context)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private readonly List<Reading> _readings = [];
    private readonly List<Rejection> _rejections = [];
    private DateTimeOffset? _arrival;

    /// <summary>What has been made so far.</summary>
    public DecodedMessage Decoded => new(_readings, _rejections);

    /// <summary>Adds a sighting of a sensor whose plant is known.</summary>
    /// <returns>Whether it says something that can be kept.</returns>
    public bool TryAdd(Sighting sighting, SensorPlace place)
    {
        var time = sighting.Time + place.Offset;
        var rejection = sighting.Rejection ?? (time is { } given ? context.CheckTime(given) : null);
        if (rejection is not null)
        {
            Reject(sighting, rejection);
            return false;
        }

        if (sighting.Measurements.Count == 0)
        {
            return false;
        }

        var measurements = Calibrate(sighting.Measurements, place);
        _readings.Add(new Reading(place.Plant, context.Device.DeviceId, FreeTime(time, place.Plant.Id, measurements), measurements)
        {
            Sensor = sighting.IsOwn ? null : sighting.Sensor,
        });
        return true;
    }

    /// <summary>Adds a sighting that cannot be kept.</summary>
    public void Reject(Sighting sighting, Rejection rejection) =>
        _rejections.Add(sighting.IsOwn ? rejection : rejection with { Detail = $"sensor '{sighting.Sensor}': {rejection.Detail}" });

    /// <summary>Adds why nothing of the message can be kept.</summary>
    public void Reject(Rejection rejection) => _rejections.Add(rejection);

    private static List<Measurement> Calibrate(IReadOnlyList<Measurement> measurements, SensorPlace place) =>
        [.. measurements.Select(measurement =>
            place.Calibration?.GetValueOrDefault(measurement.Metric) is { IsUsable: true } calibration && measurement.Value.TryGetNumber(out var raw)
                ? measurement with { Value = MetricValue.Of(calibration.ToPercent(raw)) }
                : measurement)];

    // Sightings of one message have one time, and become one row where they say different things of a plant.
    private DateTimeOffset FreeTime(DateTimeOffset? given, Guid plantId, List<Measurement> measurements)
    {
        var time = given ?? (_arrival ??= context.Clock.Next(context.ReceivedAt));
        while (_readings.Exists(other => other.Plant.Id == plantId && other.Time == time && Overlap(other.Measurements, measurements)))
        {
            time = given is null ? context.Clock.Next(context.ReceivedAt) : time + Step;
        }

        return time;
    }

    private static bool Overlap(IReadOnlyList<Measurement> one, List<Measurement> other) =>
        one.Any(measurement => other.Exists(taken => string.Equals(taken.Metric, measurement.Metric, StringComparison.Ordinal)));
}
