using System.Diagnostics.CodeAnalysis;

namespace PlantCare.Domain.Devices;

/// <summary>Every device in memory, so that neither a sign-in nor a reading waits for a database.</summary>
public interface IDeviceDirectory
{
    /// <summary>The device of that name.</summary>
    bool TryFind(string deviceId, [NotNullWhen(true)] out DeviceIdentity? device);

    /// <summary>
    /// The device of that name, looked for where they are kept when memory does not know it: another process may have added it a moment ago.
    /// </summary>
    /// <returns>Null when it does not exist.</returns>
    Task<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken);

    /// <summary>The device of that name if <paramref name="secret"/> is its own; constant time.</summary>
    bool TryAuthenticate(string deviceId, string secret, [NotNullWhen(true)] out DeviceIdentity? device);
}
