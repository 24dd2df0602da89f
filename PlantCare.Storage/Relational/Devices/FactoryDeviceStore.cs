using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Devices;
using PlantCare.Storage.Relational.Conversions;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>Keeps in the database which unclaimed devices have announced themselves.</summary>
internal sealed class FactoryDeviceStore(SystemWork system) : IFactoryDevices
{
    private const int LongestModel = 100;
    private const int LongestFirmware = 64;

    public Task AnnounceAsync(FactoryAnnouncement announcement, CancellationToken cancellationToken)
    {
        var model = announcement.Model is { } said ? StorableText.Clean(said, LongestModel) : null;
        var firmware = announcement.Firmware is { } version ? StorableText.Clean(version, LongestFirmware) : null;
        return system.RunAsync(context => context.FactoryDevices
            .Where(device => device.DeviceId == announcement.DeviceId && device.ClaimedAt == null)
            .ExecuteUpdateAsync(
                device => device
                    .SetProperty(d => d.AnnouncedAt, (DateTimeOffset?)announcement.At)
                    .SetProperty(d => d.Model, d => model ?? d.Model)
                    .SetProperty(d => d.Firmware, d => firmware ?? d.Firmware),
                cancellationToken));
    }
}
