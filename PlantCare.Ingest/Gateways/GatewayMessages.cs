using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Decoding.Dialects;
using PlantCare.Ingest.Devices;
using PlantCare.Ingest.Pipeline;

namespace PlantCare.Ingest.Gateways;

/// <summary>
/// Takes what a gateway publishes for other systems: readings of the sensors that have a plant go the way of every reading, sensors that have
/// none are remembered for their owner, and what such systems say to each other is let pass.
/// </summary>
internal sealed class GatewayMessages(IngestPipeline pipeline, DevicePresence presence, SensorPresence sensors, UnknownSensorWriter unknown)
{
    private static readonly IntakeResult Nothing = new(0, []);

    // A telephone that passes by says no more than this; it is no sensor that anybody wants to be offered.
    private static readonly HashSet<string> SaysNothing = new(StringComparer.Ordinal)
    {
        KnownMetrics.Rssi.Name, MemberNames.LinkQuality, KnownMetrics.Battery.Name, KnownMetrics.BatteryVoltage.Name,
    };

    /// <summary>Handles a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="gateway">Who sent it.</param>
    /// <param name="topic">The topic as the other system has it, without the gateway's prefix.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of it, once that is durable.</returns>
    public ValueTask<IntakeResult> HandleAsync(IncomingMessage message, DeviceIdentity gateway, string topic, CancellationToken cancellationToken)
    {
        // step 1: what it says
        if (DialectDecoder.Decode(topic, message.Payload.Span) is not { } said)
        {
            return pipeline.RefuseAsync(
                message,
                new Rejection(RejectionReason.BadTopic, "no system that is known publishes there; docs/gateways.md says which are, and how to set their topics"),
                cancellationToken);
        }

        if (!message.IsReplay && said.Sightings.Any(sighting => sighting.Measurements.Count > 0))
        {
            presence.SetOnline(gateway.DeviceId, isOnline: true);
        }

        // step 2: whose sensors have a plant, and whose have none
        var readings = new SightingReadings(pipeline.ContextOf(message, gateway));
        var adopted = AdoptedSensors.Of(gateway);
        if (said.Rejection is { } rejection)
        {
            readings.Reject(rejection);
        }

        foreach (var sighting in said.Sightings.Where(sighting => !message.IsReplay || sighting.Time is not null))
        {
            if (adopted.Find(sighting) is { } place)
            {
                if (readings.TryAdd(sighting, place) && !sighting.IsOwn)
                {
                    sensors.Heard(gateway, place.Name, sighting.Time ?? message.ReceivedAt, sighting.Measurements);
                }
            }
            else if (sighting.IsOwn)
            {
                readings.Reject(sighting, sighting.Rejection ?? new Rejection(
                    RejectionReason.NoPlant, "neither the message nor the gateway says which plant it is about; assign the gateway to one"));
            }
            else
            {
                Remember(sighting, said.Dialect, message, gateway);
            }
        }

        // step 3: what the broker had kept was refused when it came first, if it had to be
        var decoded = message.IsReplay ? readings.Decoded with { Rejections = [] } : readings.Decoded;
        return decoded is { Readings.Count: 0, Rejections.Count: 0 }
            ? ValueTask.FromResult(Nothing)
            : pipeline.SubmitAsync(message, gateway, decoded, cancellationToken);
    }

    private void Remember(Sighting sighting, string dialect, in IncomingMessage message, DeviceIdentity gateway)
    {
        if (sighting.Rejection is not null || sighting.Measurements.Any(measurement => !SaysNothing.Contains(measurement.Metric)))
        {
            // The broker takes its buffer back when the message is handled.
            var payload = message.Payload[..Math.Min(message.Payload.Length, UnknownSensor.MaxPayloadBytes)].ToArray();
            unknown.Note(new UnknownSensor(
                gateway.DeviceId, gateway.UserId, sighting.Sensor, dialect, message.Topic, payload, message.ReceivedAt)
            {
                Measurements = sighting.Measurements,
            });
        }
    }
}
