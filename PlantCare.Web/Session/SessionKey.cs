using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PlantCare.Web.Session;

/// <summary>What the browser's cookie holds: 256 random bits that mean nothing to anyone else.</summary>
internal static class SessionKey
{
    private const int Length = 43;

    /// <summary>A new key.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The name under which the server keeps the session; it does not lead back to the key.</summary>
    public static string ToId(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whether a cookie can be a key at all.</summary>
    public static bool IsPossible(string? key) => key is { Length: Length } && Base64Url.IsValid(key);
}
