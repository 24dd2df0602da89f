using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>What a message says about one sensor.</summary>
/// <param name="Sensor">The sensor's name in its dialect; empty for the gateway's own, where the login alone says whose it is.</param>
/// <param name="Measurements">What it measured, in our names and units; none when the message only says whether it is there.</param>
internal sealed record Sighting(string Sensor, IReadOnlyList<Measurement> Measurements)
{
    /// <summary>Another name that it may be adopted by: its MAC address, or the node that it hangs on. Null for none.</summary>
    public string? Alias { get; init; }

    /// <summary>When it was measured, as far as the message says so unmistakably; null for the time of arrival.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Whether the sensor is there; null when the message does not say.</summary>
    public bool? IsOnline { get; init; }

    /// <summary>Why nothing of it can be kept; null when it can.</summary>
    public Rejection? Rejection { get; init; }

    /// <summary>Whether it is the gateway itself.</summary>
    public bool IsOwn => Sensor.Length == 0;

    /// <summary>A sighting that says whether a sensor is there.</summary>
    public static Sighting OfAvailability(string sensor, bool isOnline) => new(sensor, []) { IsOnline = isOnline };

    /// <summary>A sighting that cannot be kept.</summary>
    public static Sighting Rejected(string sensor, RejectionReason reason, string detail) => new(sensor, []) { Rejection = new Rejection(reason, detail) };
}
