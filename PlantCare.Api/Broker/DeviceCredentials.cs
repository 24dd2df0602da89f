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
    /// <summary>The secret before this one, while it is good; null when it is not.</summary>
    public PreviousCredential? Previous { get; init; }

    /// <summary>Whether it belongs to nobody yet, and may announce itself and no more; its secret is then its factory key.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>Whether it came from a factory, and so may go on announcing itself.</summary>
    public bool MayAnnounce { get; init; }

    /// <summary>Whether it was heard lately.</summary>
    public SignsOfLife Presence { get; init; }

    /// <summary>Whether it is the same account, or neither is there.</summary>
    public static bool AreSame(DeviceCredential? one, DeviceCredential? other) => one is null
        ? other is null
        : other is not null
            && (one.IsGateway, one.IsWaiting, one.MayAnnounce) == (other.IsGateway, other.IsWaiting, other.MayAnnounce)
            && one.SecretHash.AsSpan().SequenceEqual(other.SecretHash)
            && (one.Previous?.Hash).AsSpan().SequenceEqual(other.Previous?.Hash);
}

/// <summary>A secret that has been replaced and is still good.</summary>
/// <param name="Hash">SHA-256 of it.</param>
/// <param name="Since">When it was replaced, UTC.</param>
/// <param name="Reveal">The secret itself; null when it cannot be known any more.</param>
internal sealed record PreviousCredential(byte[] Hash, DateTimeOffset Since, Func<string?> Reveal);

/// <summary>Whether a device is there, as far as the database knows.</summary>
/// <param name="Online">Whether it is connected, as it or the broker last said.</param>
/// <param name="LastSeen">When it was last heard, UTC.</param>
/// <param name="Interval">How long it usually waits between two readings; null when that is not known.</param>
internal readonly record struct SignsOfLife(bool? Online, DateTimeOffset? LastSeen, TimeSpan? Interval)
{
    private const int SilentReadings = 3;
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);
    private static readonly TimeSpan UsualSilence = TimeSpan.FromMinutes(10);

    /// <summary>Whether it seems to be connected: it did not say otherwise, and has not missed its readings.</summary>
    public bool IsThere(DateTimeOffset? lastHeard, DateTimeOffset now)
    {
        var silence = Interval is { } interval ? interval * SilentReadings : UsualSilence;
        silence = silence < ShortestSilence ? ShortestSilence : silence > LongestSilence ? LongestSilence : silence;
        return Online == true && (now - LastSeen < silence || now - lastHeard < silence);
    }
}

/// <summary>Reads the secrets of devices that may sign in, whoever owns them.</summary>
internal sealed class DeviceCredentials(SystemWork system, SecretVault vault, TimeProvider time)
{
    /// <summary>Those of some devices, as far as there are such; of all when no names are given.</summary>
    public Task<Dictionary<string, DeviceCredential>> ReadAsync(IReadOnlyCollection<string>? deviceIds, CancellationToken cancellationToken) =>
        system.RunAsync(async database =>
        {
            var devices = database.DevicesThatMaySignIn().AsNoTracking();
            var rows = await (deviceIds is null ? devices : devices.Where(device => deviceIds.Contains(device.DeviceId)))
                .Select(device => new Row(
                    device.DeviceId,
                    device.Type,
                    device.SecretHash,
                    device.SecretProtected,
                    device.PreviousSecretHash,
                    device.PreviousSecretProtected,
                    device.PreviousSecretUntil,
                    device.Online,
                    device.LastSeen,
                    device.IntervalSeconds))
                .ToListAsync(cancellationToken);
            var credentials = rows.ToDictionary(row => row.DeviceId, ToCredential, StringComparer.Ordinal);
            await AddFactoryDevicesAsync(database, credentials, deviceIds, cancellationToken);
            return credentials;
        });

    // A device that was claimed and may not sign in is none: it does not wait again.
    private async Task AddFactoryDevicesAsync(
        PlantCareContext database,
        Dictionary<string, DeviceCredential> credentials,
        IReadOnlyCollection<string>? deviceIds,
        CancellationToken cancellationToken)
    {
        var factory = database.FactoryDevices.AsNoTracking();
        foreach (var made in await (deviceIds is null ? factory : factory.Where(device => deviceIds.Contains(device.DeviceId))).ToListAsync(cancellationToken))
        {
            if (made.ClaimedAt is null)
            {
                credentials.TryAdd(made.DeviceId, new DeviceCredential(made.DeviceId, IsGateway: false, made.KeyHash, Revealer(made)) { IsWaiting = true });
            }
            else if (credentials.TryGetValue(made.DeviceId, out var device))
            {
                credentials[made.DeviceId] = device with { MayAnnounce = true };
            }
        }
    }

    private Func<string?> Revealer(FactoryDevice made) =>
        () => vault.TryReveal(made.DeviceId, made.KeyProtected, made.KeyHash, out var key) ? key : null;

    private DeviceCredential ToCredential(Row row) => new(row.DeviceId, DeviceType.IsGateway(row.Type), row.Hash, Revealer(row, row.Protected, row.Hash))
    {
        Previous = row.PreviousHash is { } hash && row.PreviousUntil is { } until && until > time.GetUtcNow()
            ? new PreviousCredential(hash, until - PreviousSecrets.Grace, Revealer(row, row.PreviousProtected, hash))
            : null,
        Presence = new SignsOfLife(row.Online, row.LastSeen, row.IntervalSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
    };

    private Func<string?> Revealer(Row row, byte[]? secretProtected, byte[] hash) =>
        () => vault.TryReveal(row.DeviceId, secretProtected, hash, out var secret) ? secret : null;

    private sealed record Row(
        string DeviceId,
        string Type,
        byte[] Hash,
        byte[]? Protected,
        byte[]? PreviousHash,
        byte[]? PreviousProtected,
        DateTimeOffset? PreviousUntil,
        bool? Online,
        DateTimeOffset? LastSeen,
        double? IntervalSeconds);
}
