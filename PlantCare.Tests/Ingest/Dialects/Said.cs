using System.Globalization;
using System.Text;
using PlantCare.Ingest.Decoding.Dialects;

namespace PlantCare.Tests.Ingest.Dialects;

/// <summary>Says what a message was decoded to as one line, to be compared with what a person expects.</summary>
internal static class Said
{
    /// <summary>
    /// <c>theengs C4:7C:8D:65:B6:63: rssi=-71 soil_moisture=30</c>; behind it <c>at</c> a time, <c>online</c>, <c>offline</c> or
    /// <c>rejected out_of_range</c>. Sensors are divided by <c>;</c>.
    /// </summary>
    public static string By(string topic, string payload) => By(topic, Encoding.UTF8.GetBytes(payload));

    /// <inheritdoc cref="By(string, string)"/>
    public static string By(string topic, byte[] payload) => DialectDecoder.Decode(topic, payload) switch
    {
        null => "unknown",
        { Rejection: { } rejection } message => $"{message.Dialect} rejected {rejection.Reason}",
        { Sightings.Count: 0 } message => $"{message.Dialect} quiet",
        { } message => $"{message.Dialect} {string.Join("; ", message.Sightings.Select(Line))}",
    };

    private static string Line(Sighting sighting) => string.Join(
        ' ',
        ((IEnumerable<string?>)
        [
            sighting.Sensor + (sighting.Alias is { } alias ? $" ({alias}):" : ":"),
            .. sighting.Measurements.OrderBy(measurement => measurement.Metric, StringComparer.Ordinal).Select(measurement => $"{measurement.Metric}={measurement.Value}"),
            sighting.Time is { } time ? string.Create(CultureInfo.InvariantCulture, $"at {time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFF}Z") : null,
            sighting.IsOnline switch { true => "online", false => "offline", null => null },
            sighting.Rejection is { } rejection ? $"rejected {rejection.Reason}" : null,
        ]).OfType<string>());
}
