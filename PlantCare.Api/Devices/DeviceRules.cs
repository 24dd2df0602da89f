using PlantCare.Api.Access;
using PlantCare.Api.Problems;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Sharing;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Devices;

/// <summary>What a device may be, and which plants it may be in.</summary>
internal static class DeviceRules
{
    private const int MaxChannels = 64;
    private const int MaxSensors = 500;
    private const int MaxMoreCharacters = 16 * 1024;

    public static void Check(Faults faults, string? name, string? type, DeviceConfig? config)
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
    }

    /// <summary>
    /// A device may be put into plants of its own owner that the caller may change: whoever works for an owner must not reach the owner's other
    /// plants by naming them. What the device is in already may stay.
    /// </summary>
    /// <param name="faults">What is wrong.</param>
    /// <param name="config">Its settings.</param>
    /// <param name="plantId">The plant that it is to be in.</param>
    /// <param name="existing">The device; null for a new one, which belongs to whom its plant does.</param>
    /// <param name="callerId">Who asks.</param>
    /// <param name="access">Knows what they may do.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whose device it is.</returns>
    public static async Task<Guid> CheckPlantsAsync(
        Faults faults, DeviceConfig? config, Guid? plantId, Device? existing, Guid callerId, PlantAccess access, CancellationToken cancellationToken)
    {
        // step 1: what is new, and what the caller may do with it
        var kept = existing is null ? [] : PlantsOf(existing.Config).Concat(existing.PlantId is { } now ? [now] : []).ToHashSet();
        var wanted = PlantsOf(config).Concat(plantId is { } asked ? [asked] : []).Where(id => !kept.Contains(id)).ToHashSet();
        var reaches = await access.ToPlantsAsync(callerId, wanted, cancellationToken);

        // step 2: whose it is
        var ownerId = existing?.UserId
            ?? (plantId is { } plant && reaches.GetValueOrDefault(plant) is { } reach && reach.May(PlantRights.Change) ? reach.OwnerId : callerId);

        // step 3: whether all of it goes together
        Add("plant_id", plantId);
        foreach (var (member, channel) in config?.Channels ?? new Dictionary<string, Channel>())
        {
            Add($"config.channels.{member}.plant_id", channel?.PlantId);
        }

        foreach (var (sensorName, sensor) in config?.Sensors ?? new Dictionary<string, AdoptedSensor>())
        {
            Add($"config.sensors.{sensorName}.plant_id", sensor?.PlantId);
        }

        return ownerId;

        void Add(string member, Guid? id)
        {
            if (id is { } named && wanted.Contains(named) && FaultOf(reaches.GetValueOrDefault(named), ownerId) is { } fault)
            {
                faults.Add(member, fault);
            }
        }
    }

    /// <summary>The plants that a device's channels and sensors are in.</summary>
    public static IEnumerable<Guid> PlantsOf(DeviceConfig? config) =>
    [
        .. config?.Channels?.Values.OfType<Channel>().Select(channel => channel.PlantId) ?? [],
        .. config?.Sensors?.Values.OfType<AdoptedSensor>().Select(sensor => sensor.PlantId) ?? [],
    ];

    /// <summary>The settings without the channels and sensors of a plant that is no more.</summary>
    public static DeviceConfig Without(DeviceConfig config, Guid plantId)
    {
        var channels = config.Channels?.Where(pair => pair.Value.PlantId != plantId).ToDictionary(StringComparer.Ordinal);
        var sensors = config.Sensors?.Where(pair => pair.Value.PlantId != plantId).ToDictionary(StringComparer.Ordinal);
        return channels?.Count == config.Channels?.Count && sensors?.Count == config.Sensors?.Count
            ? config
            : config with { Channels = channels, Sensors = sensors };
    }

    // A plant of somebody else is told in the same words as one that does not exist.
    private static string? FaultOf(Reach? reach, Guid ownerId) => reach switch
    {
        null => "is none of your plants",
        _ when !reach.May(PlantRights.Change) => "is shared with you, and not yours to put devices in; ask its owner",
        _ when reach.OwnerId != ownerId => "belongs to somebody else than the device",
        _ => null,
    };
}
