using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>Finds out which system a message of a gateway is from, and decodes it. Pure: a topic and bytes in, sightings or reasons out.</summary>
internal static class DialectDecoder
{
    // The particular before the general: ESPHome's nodes have any name, and its topics are like those of others.
    private static readonly IDialect[] Dialects =
    [
        new Zigbee2Mqtt(), new Theengs(), new OpenMqttGateway2018(), new Tasmota(), new ParasiteScanner(), new LegacySensor(), new LegacyTelemetry(),
        new Homie(), new MifloraDaemon(), new Housekeeping(), new EspHome(),
    ];

    /// <summary>Whether a topic, without a gateway's prefix, is one of a system that is known.</summary>
    public static bool Knows(string topic)
    {
        var levels = new TopicLevels(topic);
        return Array.Exists(Dialects, dialect => dialect.Speaks(levels));
    }

    /// <summary>Decodes a message.</summary>
    /// <returns>Null when the topic is of no system that is known.</returns>
    public static DialectMessage? Decode(string topic, ReadOnlySpan<byte> payload)
    {
        var levels = new TopicLevels(topic);
        var speaker = (string?)null;
        foreach (var dialect in Dialects)
        {
            if (!dialect.Speaks(levels))
            {
                continue;
            }

            // Without a payload a retained message is taken away, which says nothing about the sensor.
            if ((payload.IsEmpty ? DialectMessage.Quiet(dialect.Name) : dialect.Decode(levels, payload)) is { } message)
            {
                return Bounded(message);
            }

            speaker ??= dialect.Name;
        }

        return speaker is null ? null : new DialectMessage(speaker, [])
        {
            Rejection = new Rejection(RejectionReason.NotAReading, $"{speaker} has no message of that form on that topic"),
        };
    }

    private static DialectMessage Bounded(DialectMessage message) =>
        message.Sightings.Any(sighting => sighting.Sensor.Length > SensorName.MaxLength)
            ? new DialectMessage(message.Dialect, [])
            {
                Rejection = new Rejection(RejectionReason.BadTopic, $"a sensor's name has more than {SensorName.MaxLength} characters"),
            }
            : message;
}
