using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Devices;

/// <summary>The accounts that devices have on a broker of its own, which must be told their secrets.</summary>
internal interface IDeviceAccounts
{
    /// <summary>Whether the broker has an account of that name that is no device's.</summary>
    bool IsTaken(string deviceId);

    /// <summary>What is kept of a new secret so that the broker can be told it again; null when it need not be told.</summary>
    byte[]? Protect(string deviceId, string secret);

    /// <summary>Whether the broker could not be told the device's secret any more.</summary>
    bool NeedsNewSecret(Device device);

    /// <summary>
    /// Waits a moment until the broker knows what was saved of a device: that it is new, has another secret, or is gone. What does not reach the
    /// broker in that time reaches it later. Throws nothing.
    /// </summary>
    Task SettleAsync(string deviceId, CancellationToken cancellationToken);
}

/// <summary>Where the broker asks us who may sign in, or there is none.</summary>
internal sealed class NoDeviceAccounts : IDeviceAccounts
{
    public bool IsTaken(string deviceId) => false;

    public byte[]? Protect(string deviceId, string secret) => null;

    public bool NeedsNewSecret(Device device) => false;

    public Task SettleAsync(string deviceId, CancellationToken cancellationToken) => Task.CompletedTask;
}
