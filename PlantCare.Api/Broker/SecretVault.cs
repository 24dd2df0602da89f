using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using PlantCare.Domain.Devices;

namespace PlantCare.Api.Broker;

/// <summary>Keeps secrets so that they can be told to a broker again. Each is good for its own device only.</summary>
internal sealed class SecretVault(IDataProtectionProvider keys)
{
    public byte[] Protect(string deviceId, string secret) => For(deviceId).Protect(Encoding.UTF8.GetBytes(secret));

    /// <summary>The secret; false when there is none, its key is lost, or it is not the one of that hash.</summary>
    public bool TryReveal(string deviceId, byte[]? secretProtected, byte[] secretHash, [NotNullWhen(true)] out string? secret)
    {
        secret = null;
        if (secretProtected is null)
        {
            return false;
        }

        try
        {
            secret = Encoding.UTF8.GetString(For(deviceId).Unprotect(secretProtected));
        }
        catch (CryptographicException)
        {
            return false;
        }

        return DeviceSecret.Verify(secret, secretHash);
    }

    private IDataProtector For(string deviceId) => keys.CreateProtector("PlantCare.DeviceSecret", deviceId);
}
