using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Plants;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>Every device that may sign in, in memory: read whole at start, then an owner at a time when something of theirs changes.</summary>
/// <param name="system">Reads them.</param>
/// <param name="time">Says which secrets are still good.</param>
public sealed class DeviceDirectory(SystemWork system, TimeProvider time) : IDeviceDirectory, IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, DeviceIdentity> _devices = new(StringComparer.Ordinal);

    // Refreshes take turns, so that the last one to read is the last one to write.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>A device's secret, owner or existence changed; its connections should be looked at again.</summary>
    public event EventHandler<CredentialChangedEventArgs>? CredentialChanged;

    /// <summary>A device signed in with its new secret while the one before was still good.</summary>
    public event EventHandler<NewSecretUsedEventArgs>? NewSecretUsed;

    /// <summary>The devices that have two secrets at the moment.</summary>
    public IEnumerable<DeviceIdentity> Rotating => _devices.Values.Where(device => device.PreviousSecretHash is not null);

    /// <inheritdoc/>
    public bool TryFind(string deviceId, [NotNullWhen(true)] out DeviceIdentity? device) => _devices.TryGetValue(deviceId, out device);

    /// <inheritdoc/>
    public async Task<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken)
    {
        if (!TryFind(deviceId, out var device))
        {
            var owner = await system.RunAsync(context => context.Devices
                .Where(stored => stored.DeviceId == deviceId)
                .Select(stored => (Guid?)stored.UserId)
                .FirstOrDefaultAsync(cancellationToken));
            if (owner is { } userId)
            {
                await RefreshAsync(userId, cancellationToken);
                TryFind(deviceId, out device);
            }
        }

        return device;
    }

    /// <inheritdoc/>
    public bool TryAuthenticate(string deviceId, string secret, [NotNullWhen(true)] out DeviceIdentity? device)
    {
        // Both are compared whatever the first one says, so that the time it takes does not tell which it was.
        _devices.TryGetValue(deviceId, out device);
        var previous = device?.PreviousSecretUntil > time.GetUtcNow() ? device.PreviousSecretHash : null;
        var isNew = DeviceSecret.Verify(secret, device?.SecretHash);
        var isPrevious = DeviceSecret.Verify(secret, previous);
        if (isNew && device?.PreviousSecretHash is not null)
        {
            NewSecretUsed?.Invoke(this, new NewSecretUsedEventArgs(device));
        }

        device = isNew || isPrevious ? device : null;
        return device is not null;
    }

    /// <summary>Reads everything again.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => LoadAsync(userId: null, cancellationToken);

    /// <summary>Reads an owner's devices again.</summary>
    public Task RefreshAsync(Guid userId, CancellationToken cancellationToken) => LoadAsync(userId, cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => LoadAsync(userId: null, cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task LoadAsync(Guid? userId, CancellationToken cancellationToken)
    {
        var changes = new List<CredentialChangedEventArgs>();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = await system.RunAsync(context => ReadAsync(context, userId, cancellationToken));
            foreach (var (deviceId, before) in _devices.Where(pair => userId is null || pair.Value.UserId == userId))
            {
                var after = now.GetValueOrDefault(deviceId);
                if (after is null)
                {
                    _devices.TryRemove(deviceId, out _);
                }

                if (after is null || !HaveSameSecrets(before, after))
                {
                    changes.Add(new CredentialChangedEventArgs(deviceId));
                }
            }

            foreach (var (deviceId, device) in now)
            {
                _devices[deviceId] = device;
            }
        }
        finally
        {
            _turn.Release();
        }

        changes.ForEach(change => CredentialChanged?.Invoke(this, change));
    }

    private static bool HaveSameSecrets(DeviceIdentity one, DeviceIdentity other) =>
        one.SecretHash.AsSpan().SequenceEqual(other.SecretHash)
        && (one.PreviousSecretHash is null) == (other.PreviousSecretHash is null)
        && one.PreviousSecretHash.AsSpan().SequenceEqual(other.PreviousSecretHash);

    private static async Task<Dictionary<string, DeviceIdentity>> ReadAsync(
        PlantCareContext context, Guid? userId, CancellationToken cancellationToken)
    {
        var plants = await context.Plants
            .Where(plant => userId == null || plant.UserId == userId)
            .Select(plant => new PlantLabel(plant.Id, plant.UserId, plant.Name, plant.Location))
            .ToDictionaryAsync(plant => plant.Id, cancellationToken);
        var devices = await context.DevicesThatMaySignIn().AsNoTracking()
            .Where(device => userId == null || device.UserId == userId)
            .ToListAsync(cancellationToken);
        var assignments = (await context.DeviceAssignments.AsNoTracking()
            .Where(assignment => userId == null || assignment.UserId == userId)
            .OrderBy(assignment => assignment.Since)
            .ToListAsync(cancellationToken)).ToLookup(assignment => assignment.DeviceRowId);
        return devices.ToDictionary(
            device => device.DeviceId,
            device => new DeviceIdentity(
                device.DeviceId,
                device.UserId,
                device.SecretHash,
                device.PlantId is { } plantId && OwnPlant(plantId, device) is { } plant ? plant : null,
                device.Config,
                PlantIds(device.Config)
                    .Select(id => OwnPlant(id, device))
                    .OfType<PlantLabel>()
                    .DistinctBy(label => label.Id)
                    .ToDictionary(label => label.Id))
            {
                IsGateway = DeviceType.IsGateway(device.Type),
                PreviousSecretHash = device.PreviousSecretHash,
                PreviousSecretUntil = device.PreviousSecretUntil,
                Stays = [.. assignments[device.Id].Select(stay => new PlantStay(stay.Since, stay.PlantId is { } id ? OwnPlant(id, device) : null))],
            },
            StringComparer.Ordinal);

        static IEnumerable<Guid> PlantIds(DeviceConfig config) =>
            [.. (config.Channels?.Values ?? []).Select(channel => channel.PlantId), .. (config.Sensors?.Values ?? []).Select(sensor => sensor.PlantId)];

        PlantLabel? OwnPlant(Guid id, Device device) => plants.GetValueOrDefault(id) is { } label && label.UserId == device.UserId ? label : null;
    }
}

/// <summary>Says which device's credentials changed.</summary>
/// <param name="deviceId">The device.</param>
public sealed class CredentialChangedEventArgs(string deviceId) : EventArgs
{
    /// <summary>The device.</summary>
    public string DeviceId { get; } = deviceId;
}
