using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Problems;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Devices;

/// <summary>What a device may be.</summary>
internal static class DeviceRules
{
    private const int MaxChannels = 64;
    private const int MaxSensors = 500;
    private const int MaxMoreCharacters = 16 * 1024;

    public static async Task CheckAsync(
        Faults faults, string? name, string? type, DeviceConfig? config, Guid? plantId, PlantCareContext database, CancellationToken cancellationToken)
    {
        faults.Required("name", name, longest: 100);
        faults.Required("type", type, longest: 40);
        var channels = config?.Channels ?? new Dictionary<string, Channel>();
        var sensors = config?.Sensors ?? new Dictionary<string, AdoptedSensor>();
        var calibration = config?.Calibration ?? new Dictionary<string, Calibration>();
        faults.AddIf(channels.Count > MaxChannels, "config.channels", $"may be at most {MaxChannels}");
        faults.AddIf(sensors.Count > MaxSensors, "config.sensors", $"may be at most {MaxSensors}");
        faults.AddIf(calibration.Count > MaxChannels, "config.calibration", $"may be at most {MaxChannels}");
        faults.Json("config", config?.More, MaxMoreCharacters);
        foreach (var (member, line) in calibration)
        {
            faults.AddIf(line is not { IsUsable: true }, $"config.calibration.{member}", "must be {\"dry\":…,\"wet\":…} with two different counts");
        }

        foreach (var (member, channel) in channels)
        {
            faults.AddIf(
                channel is null || !MetricName.IsValid(channel.Metric),
                $"config.channels.{member}",
                "must be {\"plant_id\":…,\"metric\":…}, the metric of lower-case letters, digits and '_'");
        }

        foreach (var (sensorName, sensor) in sensors)
        {
            faults.AddIf(
                sensor is null || sensorName.Length > SensorName.MaxLength || sensor.Calibration?.Values.Any(line => line is not { IsUsable: true }) == true,
                $"config.sensors.{sensorName}",
                $"must be {{\"plant_id\":…}}, perhaps with \"calibration\", the name at most {SensorName.MaxLength} characters");
        }

        // A plant of somebody else is told in the same words as one that does not exist.
        var wanted = channels.Values.OfType<Channel>().Select(channel => channel.PlantId)
            .Concat(sensors.Values.OfType<AdoptedSensor>().Select(sensor => sensor.PlantId))
            .ToHashSet();
        if (plantId is { } own)
        {
            wanted.Add(own);
        }

        var found = wanted.Count == 0
            ? []
            : await database.Plants.Where(plant => wanted.Contains(plant.Id)).Select(plant => plant.Id).ToHashSetAsync(cancellationToken);
        faults.AddIf(plantId is { } id && !found.Contains(id), "plant_id", "is none of your plants");
        foreach (var (member, channel) in channels)
        {
            faults.AddIf(channel is not null && !found.Contains(channel.PlantId), $"config.channels.{member}.plant_id", "is none of your plants");
        }

        foreach (var (sensorName, sensor) in sensors)
        {
            faults.AddIf(sensor is not null && !found.Contains(sensor.PlantId), $"config.sensors.{sensorName}.plant_id", "is none of your plants");
        }
    }

    /// <summary>The settings without the channels and sensors of a plant that is no more.</summary>
    public static DeviceConfig Without(DeviceConfig config, Guid plantId)
    {
        var channels = config.Channels?.Where(pair => pair.Value.PlantId != plantId).ToDictionary(StringComparer.Ordinal);
        var sensors = config.Sensors?.Where(pair => pair.Value.PlantId != plantId).ToDictionary(StringComparer.Ordinal);
        return channels?.Count == config.Channels?.Count && sensors?.Count == config.Sensors?.Count
            ? config
            : config with { Channels = channels, Sensors = sensors };
    }
}
