using System.Diagnostics.CodeAnalysis;
using PlantCare.Domain.Devices;

namespace PlantCare.Contracts.Devices;

/// <summary>What the QR code on a factory device's label says: <c>plantcare:claim?code=K7QM2X9DFZ4P</c>, the code as it is also printed there.</summary>
/// <param name="Code">The code, in the form in which codes are compared.</param>
public sealed record ClaimLabel(string Code)
{
    private const string Prefix = $"{DeviceLabel.Scheme}:claim?code=";

    /// <summary>Reads a QR code, or a code that was typed.</summary>
    /// <returns>False when it is neither.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ClaimLabel? label)
    {
        var trimmed = text?.Trim() ?? "";
        var code = trimmed.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? trimmed[Prefix.Length..] : trimmed;
        label = ClaimCode.IsValid(code) ? new ClaimLabel(ClaimCode.Normalize(code)) : null;
        return label is not null;
    }

    /// <summary>The address, as the QR code holds it.</summary>
    public string ToCode() => Prefix + Code;
}
