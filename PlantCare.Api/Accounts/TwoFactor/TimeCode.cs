using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace PlantCare.Api.Accounts.TwoFactor;

/// <summary>Codes that an authenticator shows: TOTP (RFC 6238) over HOTP (RFC 4226), six digits, SHA-1, a new one every 30 seconds.</summary>
internal static class TimeCode
{
    /// <summary>How many digits.</summary>
    public const int Digits = 6;

    private const int StepSeconds = 30;
    private const int Modulus = 1_000_000;

    /// <summary>The number of the step in which a moment lies.</summary>
    public static long StepAt(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step.</summary>
    /// <param name="key">The key that both sides know.</param>
    /// <param name="step">The step's number.</param>
    public static string Of(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The RFC's own, and the only one that every authenticator has; an HMAC does not need its collisions to be hard.
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350

        // RFC 4226, 5.3: four bytes from where the last half-byte says, without their sign.
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The bytes of a key as authenticators are given it: Base32 (RFC 4648, 6), with or without blanks and padding.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static byte[] ReadKey(string text)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (buffer, bits) = (0, 0);
        foreach (var c in text.Where(c => c is not (' ' or '=')))
        {
            var value = alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0)
            {
                throw new FormatException($"'{c}' is none of Base32.");
            }

            (buffer, bits) = ((buffer << 5 | value) & 0xFFF, bits + 5);
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }

        return [.. bytes];
    }
}
