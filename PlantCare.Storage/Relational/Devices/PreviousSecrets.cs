using Microsoft.EntityFrameworkCore;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>Ends secrets that have been replaced: when the new one has been used, or their time is over.</summary>
/// <param name="system">Works for every account.</param>
/// <param name="directory">Hears of it.</param>
/// <param name="time">Says whose time is over.</param>
public sealed class PreviousSecrets(SystemWork system, DeviceDirectory directory, TimeProvider time)
{
    /// <summary>How long a secret is good after it was replaced, unless the new one is used before.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(24);

    /// <summary>The device has used its new secret.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="newHash">SHA-256 of the new one: a device that got another one meanwhile has not used that.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task EndAsync(string deviceId, byte[] newHash, CancellationToken cancellationToken) => EndAsync(
        devices => devices.Where(device => device.DeviceId == deviceId && device.SecretHash == newHash), cancellationToken);

    /// <summary>Ends those whose time is over.</summary>
    public Task EndExpiredAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return EndAsync(devices => devices.Where(device => device.PreviousSecretUntil <= now), cancellationToken);
    }

    private async Task EndAsync(Func<IQueryable<Device>, IQueryable<Device>> choose, CancellationToken cancellationToken)
    {
        var owners = await system.RunAsync(async context =>
        {
            var chosen = choose(context.Devices.Where(device => device.PreviousSecretHash != null));
            var found = await chosen.Select(device => device.UserId).Distinct().ToListAsync(cancellationToken);
            if (found.Count > 0)
            {
                await chosen.ExecuteUpdateAsync(
                    device => device
                        .SetProperty(d => d.PreviousSecretHash, (byte[]?)null)
                        .SetProperty(d => d.PreviousSecretProtected, (byte[]?)null)
                        .SetProperty(d => d.PreviousSecretUntil, (DateTimeOffset?)null),
                    cancellationToken);
            }

            return found;
        });
        foreach (var owner in owners)
        {
            await directory.RefreshAsync(owner, cancellationToken);
        }
    }
}
