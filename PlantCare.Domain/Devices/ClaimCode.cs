using System.Security.Cryptography;
using System.Text;

namespace PlantCare.Domain.Devices;

/// <summary>
/// The code on a device's label, by which whoever holds the device makes it their own: letters and digits, written in groups as one likes. It is
/// known by its SHA-256; guessing is limited where it is asked for.
/// </summary>
public static class ClaimCode
{
    /// <summary>The shortest code: ten letters and digits are some 50 bits, which nobody guesses at the rate that is allowed.</summary>
    public const int MinLength = 10;

    /// <summary>The longest.</summary>
    public const int MaxLength = 64;

    /// <summary>The form in which codes are compared: <c>k7qm-2x9d fz4p</c> is <c>K7QM2X9DFZ4P</c>.</summary>
    public static string Normalize(string code) =>
        string.Concat(code.Where(c => c is not ('-' or ' ' or '.' or '_'))).ToUpperInvariant();

    /// <summary>Whether it can be a code.</summary>
    public static bool IsValid(string? code) =>
        code is not null && Normalize(code) is { Length: >= MinLength and <= MaxLength } normal && normal.All(char.IsAsciiLetterOrDigit);

    /// <summary>What a code is known by: SHA-256 of its compared form, 32 bytes.</summary>
    public static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(Normalize(code)));
}
