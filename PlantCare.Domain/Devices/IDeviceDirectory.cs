using System.Diagnostics.CodeAnalysis;

namespace PlantCare.Domain.Devices;

/// <summary>Every device in memory, so that neither a sign-in nor a reading waits for a database.</summary>
public interface IDeviceDirectory
{
    /// <summary>The device of that name.</summary>
    bool TryFind(string deviceId, [NotNullWhen(true)] out DeviceIdentity? device);

    /// <summary>The device of that name if <paramref name="secret"/> is its own; constant time.</summary>
    bool TryAuthenticate(string deviceId, string secret, [NotNullWhen(true)] out DeviceIdentity? device);
}
