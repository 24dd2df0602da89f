using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using PlantCare.Domain.Devices;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>
/// The devices that wait to be claimed, in memory, for a broker that asks who may sign in. Whoever changes them says so
/// (<see cref="RefreshAsync"/>): where there is such a broker, there is one process.
/// </summary>
/// <param name="system">Reads them.</param>
public sealed class FactoryDirectory(SystemWork system) : IHostedService
{
    private volatile ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    /// <summary>Whether a device of that name waits.</summary>
    public bool IsWaiting(string deviceId) => _keys.ContainsKey(deviceId);

    /// <summary>Whether a device of that name waits and <paramref name="key"/> is its factory key; constant time.</summary>
    public bool TryAuthenticate(string deviceId, string key) => DeviceSecret.Verify(key, _keys.GetValueOrDefault(deviceId));

    /// <summary>Reads them again.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var waiting = await system.RunAsync(context => context.FactoryDevices.AsNoTracking()
            .Where(device => device.ClaimedAt == null)
            .Select(device => new { device.DeviceId, device.KeyHash })
            .ToListAsync(cancellationToken));
        _keys = new(waiting.Select(device => KeyValuePair.Create(device.DeviceId, device.KeyHash)), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
