using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Plants;
using PlantCare.Domain.Sharing;

namespace PlantCare.Web.Devices;

/// <summary>What a reader may do with devices, some of which are in plants of others.</summary>
internal static class DeviceRights
{
    /// <summary>The plants that the reader may give a device to.</summary>
    public static IReadOnlyList<PlantResponse> Keeping(IEnumerable<PlantResponse> plants) => [.. plants.Where(plant => plant.Role is null or ShareRole.Owner)];

    /// <summary>The plants that the reader may move a device to: those of its own owner.</summary>
    public static IReadOnlyList<PlantResponse> Keeping(IEnumerable<PlantResponse> plants, DeviceResponse device) =>
        Keeping(plants.Where(plant => plant.UserId == device.UserId));

    /// <summary>
    /// Whether the reader may change a device: it is theirs, or they may change every plant that it measures, as Api has it.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="plants">The plants that the reader sees.</param>
    /// <param name="reader">The reader's account.</param>
    public static bool MayChange(DeviceResponse device, IReadOnlyList<PlantResponse> plants, Guid reader)
    {
        if (device.UserId == reader)
        {
            return true;
        }

        var kept = Keeping(plants).Select(plant => plant.Id).ToHashSet();
        return Measured(device).All(kept.Contains);
    }

    private static IEnumerable<Guid> Measured(DeviceResponse device) =>
    [
        .. device.PlantId is { } plant ? [plant] : Array.Empty<Guid>(),
        .. device.Config.Channels?.Values.Select(channel => channel.PlantId) ?? [],
        .. device.Config.Sensors?.Values.Select(sensor => sensor.PlantId) ?? [],
    ];
}
