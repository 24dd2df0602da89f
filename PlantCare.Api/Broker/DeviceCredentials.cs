using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Devices;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Broker;

/// <summary>What the database says of a device's secret.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="IsGateway">Whether it speaks for sensors that other systems gather.</param>
/// <param name="SecretHash">SHA-256 of its secret.</param>
/// <param name="Reveal">The secret itself; null when it cannot be known any more.</param>
internal sealed record DeviceCredential(string DeviceId, bool IsGateway, byte[] SecretHash, Func<string?> Reveal)
{
    /// <summary>Whether it is the same account, or neither is there.</summary>
    public static bool AreSame(DeviceCredential? one, DeviceCredential? other) =>
        one is null ? other is null : other is not null && one.IsGateway == other.IsGateway && one.SecretHash.AsSpan().SequenceEqual(other.SecretHash);
}

/// <summary>Reads the secrets of devices that may sign in, whoever owns them.</summary>
internal sealed class DeviceCredentials(SystemWork system, SecretVault vault)
{
    /// <summary>Those of some devices, as far as there are such; of all when no names are given.</summary>
    public Task<Dictionary<string, DeviceCredential>> ReadAsync(IReadOnlyCollection<string>? deviceIds, CancellationToken cancellationToken) =>
        system.RunAsync(async database =>
        {
            var devices = database.DevicesThatMaySignIn().AsNoTracking();
            var rows = await (deviceIds is null ? devices : devices.Where(device => deviceIds.Contains(device.DeviceId)))
                .Select(device => new { device.DeviceId, device.Type, device.SecretHash, device.SecretProtected })
                .ToListAsync(cancellationToken);
            return rows.ToDictionary(
                row => row.DeviceId,
                row => new DeviceCredential(
                    row.DeviceId,
                    DeviceType.IsGateway(row.Type),
                    row.SecretHash,
                    () => vault.TryReveal(row.DeviceId, row.SecretProtected, row.SecretHash, out var secret) ? secret : null),
                StringComparer.Ordinal);
        });
}
