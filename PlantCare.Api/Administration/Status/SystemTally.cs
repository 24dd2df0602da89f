using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Devices;
using PlantCare.Contracts.Administration;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Administration.Status;

/// <summary>Counts what there is. Of all accounts, which only the system sees.</summary>
internal sealed class SystemTally(SystemWork system, TimeProvider time)
{
    public Task<SystemCounts> CountAsync(CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var heardSince = time.GetUtcNow() - DeviceMapping.LongestSilence;
        return new SystemCounts(
            await database.Users.CountAsync(cancellationToken),
            await database.Plants.CountAsync(cancellationToken),
            await database.Devices.CountAsync(cancellationToken),
            await database.Devices.CountAsync(device => device.Online == true && device.LastSeen > heardSince, cancellationToken),
            await database.DeadLetters.CountAsync(cancellationToken));
    });
}
