using PlantCare.Domain.Devices;

namespace PlantCare.Ingest.Alerts.Silence;

/// <summary>What speaks for a plant: a device, or one sensor of a gateway.</summary>
/// <param name="LastSeen">When it was last heard, UTC.</param>
/// <param name="Patience">How long it may say nothing.</param>
internal readonly record struct Voice(DateTimeOffset LastSeen, TimeSpan Patience)
{
    /// <summary>A device's own.</summary>
    public static Voice OfDevice(DateTimeOffset lastSeen, double? intervalSeconds) => new(lastSeen, DevicePatience.With(intervalSeconds));

    /// <summary>That of a sensor behind a gateway.</summary>
    public static Voice OfSensor(DateTimeOffset lastSeen, double? intervalSeconds)
    {
        var patience = DevicePatience.With(intervalSeconds);
        return new Voice(lastSeen, patience > DevicePatience.LeastWithSensor ? patience : DevicePatience.LeastWithSensor);
    }

    /// <summary>Whether it has said nothing for longer than it may.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="since">Since when anybody has listened, UTC.</param>
    public bool IsSilent(DateTimeOffset now, DateTimeOffset since) => now - (LastSeen > since ? LastSeen : since) > Patience;

    /// <summary>Whether it had been silent when an alert began, and has not spoken since.</summary>
    public bool IsSilentSince(DateTimeOffset openedAt) => openedAt - LastSeen > Patience;
}

/// <summary>A device of which somebody may have to be warned.</summary>
/// <param name="DeviceId">Its name on the wire.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="Plants">Who speaks for each of its plants: the device itself first, and those of its sensors that are in it.</param>
internal sealed record Suspect(string DeviceId, Guid UserId, IReadOnlyDictionary<Guid, IReadOnlyList<Voice>> Plants);
