using System.Security.Cryptography;

namespace PlantCare.Domain.Devices;

/// <summary>The rule for a device's name on the wire: <c>^[a-z0-9][a-z0-9-]{2,63}$</c>.</summary>
public static class DeviceId
{
    /// <summary>The rule, for people and for OpenAPI.</summary>
    public const string Pattern = "^[a-z0-9][a-z0-9-]{2,63}$";

    /// <summary>Whether <paramref name="id"/> can name a device.</summary>
    public static bool IsValid(ReadOnlySpan<char> id)
    {
        if (id.Length is < 3 or > 64 || id[0] == '-')
        {
            return false;
        }

        foreach (var c in id)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A name for a device whose owner gave none, such as <c>plant-7k2m9q4x</c>.</summary>
    public static string Generate() => "plant-" + RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 8);
}
