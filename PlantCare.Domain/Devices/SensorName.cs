namespace PlantCare.Domain.Devices;

/// <summary>
/// The name of a gateway's sensor as its system has it: a MAC address, a friendly name that may hold <c>/</c>, a node. Upper and lower case
/// are the same, and so is a MAC address however it is written.
/// </summary>
public static class SensorName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 256;

    private const int MacDigits = 12;

    /// <summary>The form in which names are compared: <c>C4:7C:8D:65:B6:63</c> and <c>c47c8d65b663</c> have the same.</summary>
    public static string Normalize(string name) => TryReadMac(name, out var digits) ? digits : name.Trim().ToLowerInvariant();

    /// <summary>The form in which names are shown and remembered: a MAC address as <c>C4:7C:8D:65:B6:63</c>, any other name as it is.</summary>
    public static string Display(string name) =>
        TryReadMac(name, out var digits) ? string.Join(':', digits.ToUpperInvariant().Chunk(2).Select(pair => new string(pair))) : name.Trim();

    /// <summary>Whether it is a MAC address: twelve hexadecimal digits, in pairs with <c>:</c> or <c>-</c> between them or without.</summary>
    public static bool IsMac(string name) => TryReadMac(name, out _);

    private static bool TryReadMac(string name, out string digits)
    {
        digits = "";
        var text = name.AsSpan().Trim();
        var step = text.Length == MacDigits ? 2 : 3;
        if (text.Length != MacDigits && text.Length != MacDigits + (MacDigits / 2) - 1)
        {
            return false;
        }

        Span<char> found = stackalloc char[MacDigits];
        for (var i = 0; i < MacDigits / 2; i++)
        {
            var pair = text.Slice(i * step, 2);
            var isApart = step == 2 || i == 0 || text[(i * step) - 1] is ':' or '-';
            if (!isApart || !char.IsAsciiHexDigit(pair[0]) || !char.IsAsciiHexDigit(pair[1]))
            {
                return false;
            }

            pair.ToLowerInvariant(found[(2 * i)..]);
        }

        digits = found.ToString();
        return true;
    }
}
