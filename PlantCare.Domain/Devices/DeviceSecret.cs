using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PlantCare.Domain.Devices;

/// <summary>
/// A device's password: 256 random bits, shown once. It is known by its SHA-256; a slow password hash would add nothing against guessing
/// 256 bits, and would turn a thousand devices that come back after a power cut into an outage. Where a broker of its own must be told
/// secrets, they are kept beside it under lock and key (docs/decisions/0011).
/// </summary>
public static class DeviceSecret
{
    private static readonly byte[] NobodysHash = Hash("nobody");

    /// <summary>A new secret, 43 characters of base64url.</summary>
    public static string Generate() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What a secret is known by: its SHA-256, 32 bytes.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Compares in constant time, and takes as long when there is no such device.</summary>
    /// <param name="secret">What the caller presented.</param>
    /// <param name="hash">What is kept; null when the device is unknown, which never matches.</param>
    public static bool Verify(string secret, byte[]? hash)
    {
        var matches = CryptographicOperations.FixedTimeEquals(Hash(secret), hash ?? NobodysHash);
        return matches && hash is not null;
    }
}
