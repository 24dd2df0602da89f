using PlantCare.Domain.Devices;

namespace PlantCare.Storage.Relational.Devices;

/// <summary>Says which device signed in with its new secret.</summary>
/// <param name="device">The device, as it was then.</param>
public sealed class NewSecretUsedEventArgs(DeviceIdentity device) : EventArgs
{
    /// <summary>The device, as it was then.</summary>
    public DeviceIdentity Device { get; } = device;
}
