using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PlantCare.Api.Access;

/// <summary>
/// Tokens that we make and know by their SHA-256: 256 random bits need no slower hash. What they begin with says what they are, to whoever
/// finds one, and to us which table to look in.
/// </summary>
internal static class AccessToken
{
    /// <summary>A script's key.</summary>
    public const string KeyPrefix = "pck_";

    /// <summary>A sitter link.</summary>
    public const string SitterPrefix = "pcs_";

    /// <summary>An invitation, to register or to a share.</summary>
    public const string InvitationPrefix = "pci_";

    private const int Bytes = 32;
    private const int Characters = 43;

    /// <summary>A new token.</summary>
    public static string Create(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is kept of it.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Whether a text can be such a token at all.</summary>
    public static bool IsPossible(string? token, string prefix) =>
        token is not null && token.Length == prefix.Length + Characters && token.StartsWith(prefix, StringComparison.Ordinal)
        && Base64Url.IsValid(token.AsSpan(prefix.Length));
}
