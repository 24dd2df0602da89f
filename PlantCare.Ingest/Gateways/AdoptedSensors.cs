using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Plants;
using PlantCare.Ingest.Decoding.Dialects;

namespace PlantCare.Ingest.Gateways;

/// <summary>Where a sensor's readings go.</summary>
/// <param name="Name">The name that it was adopted by, as names are compared; empty for the gateway itself.</param>
/// <param name="Plant">The plant that it is in.</param>
/// <param name="Offset">What is added to times that it gives, so that sensors of one plant never share one (docs/decisions/0015).</param>
/// <param name="Calibration">How its raw counts become %, by metric; null when they need not.</param>
internal sealed record SensorPlace(string Name, PlantLabel Plant, TimeSpan Offset, IReadOnlyDictionary<string, Calibration>? Calibration);

/// <summary>The sensors of a gateway that have their plants, looked up by name. Made once for each state of the gateway.</summary>
internal sealed class AdoptedSensors
{
    private static readonly ConditionalWeakTable<DeviceIdentity, AdoptedSensors> Known = [];

    private readonly FrozenDictionary<string, SensorPlace> _places;

    private AdoptedSensors(DeviceIdentity gateway)
    {
        // Ranks follow the names, so that a sensor that comes or goes in another plant changes nothing here.
        var places = new Dictionary<string, SensorPlace>(StringComparer.Ordinal);
        var ranks = new Dictionary<Guid, int>();
        if (gateway.Plant is { } own)
        {
            var place = new SensorPlace("", own, TimeSpan.Zero, gateway.Config.Calibration);
            ranks.Add(own.Id, 1);
            foreach (var name in (string[])["", gateway.DeviceId, own.Id.ToString()])
            {
                places[name] = place;
            }
        }

        foreach (var (name, sensor) in (gateway.Config.Sensors ?? new Dictionary<string, AdoptedSensor>())
            .Select(pair => (Name: SensorName.Normalize(pair.Key), Sensor: pair.Value))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal))
        {
            // A plant that has gone, or was never the owner's, is none: the sensor can be adopted again.
            if (gateway.ChannelPlants.TryGetValue(sensor.PlantId, out var plant))
            {
                var rank = ranks.GetValueOrDefault(plant.Id);
                ranks[plant.Id] = rank + 1;
                places[name] = new SensorPlace(name, plant, TimeSpan.FromMilliseconds(rank), sensor.Calibration);
            }
        }

        _places = places.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Those of a gateway.</summary>
    public static AdoptedSensors Of(DeviceIdentity gateway) => Known.GetValue(gateway, static found => new AdoptedSensors(found));

    /// <summary>Where a sensor's readings go; null when nobody has said.</summary>
    public SensorPlace? Find(string name) => _places.GetValueOrDefault(SensorName.Normalize(name));

    /// <summary>Where a sighting goes; null when nobody has said.</summary>
    public SensorPlace? Find(Sighting sighting) => Find(sighting.Sensor) ?? (sighting.Alias is { } alias ? Find(alias) : null);
}
