using System.Security.Cryptography;

namespace PlantCare.Api.Accounts.TwoFactor;

/// <summary>
/// Recovery codes as they are kept: hashed, all of a set with one salt, so that one hash tells whether a code is among them. They are 45
/// random bits, which no one tries out at a login, but at hashes that leaked: hence PBKDF2.
/// </summary>
internal static class RecoveryCodes
{
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int Iterations = 50_000;
    private const char Separator = '.';

    /// <summary>A set of codes as it is kept, in their order.</summary>
    public static IReadOnlyList<string> Hash(IEnumerable<string> codes)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return [.. codes.Select(code => $"{Convert.ToHexString(salt)}{Separator}{Convert.ToHexString(Hash(code, salt))}")];
    }

    /// <summary>Finds a code in a set.</summary>
    /// <returns>What is kept of it; null when it is not in there.</returns>
    public static string? Find(IReadOnlyList<string> kept, string code)
    {
        if (kept.Count == 0 || kept[0].Split(Separator) is not [var salt, _])
        {
            return null;
        }

        var hash = Hash(code, Convert.FromHexString(salt));
        return kept.FirstOrDefault(one => CryptographicOperations.FixedTimeEquals(Convert.FromHexString(one.Split(Separator)[^1]), hash));
    }

    // As people copy them from paper.
    private static byte[] Hash(string code, byte[] salt)
    {
        var bare = string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return Rfc2898DeriveBytes.Pbkdf2(bare, salt, Iterations, HashAlgorithmName.SHA256, HashBytes);
    }
}
