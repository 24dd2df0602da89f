using PlantCare.Api.Problems;
using PlantCare.Contracts.Devices;
using PlantCare.Domain.Devices;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Devices.Factory;

/// <summary>What a maker's list may hold.</summary>
internal static class ImportRules
{
    /// <summary>The most devices in one list.</summary>
    public const int MaxDevices = 1_000;

    // 128 bits of base64url.
    private const int ShortestKey = 22;
    private const int LongestKey = 128;
    private const int HashDigits = 64;

    /// <summary>The rows of a list; as many as it has devices if there are no faults.</summary>
    public static List<FactoryDevice> ToRows(IReadOnlyList<ImportedDevice> devices, IDeviceAccounts accounts, DateTimeOffset now, Faults faults)
    {
        faults.AddIf(devices.Count is 0 or > MaxDevices, "body", $"must hold 1 to {MaxDevices} devices; these are {devices.Count}");
        var rows = new List<FactoryDevice>();
        if (faults.Any)
        {
            return rows;
        }

        var (names, codes) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (i, device) in devices.Index())
        {
            var (key, code) = (HashOfKey(device, accounts, $"[{i}]", faults), HashOfCode(device, $"[{i}]", faults));
            var isNamed = device?.DeviceId is { } name && DeviceId.IsValid(name);
            faults.AddIf(!isNamed, $"[{i}].device_id", $"must be 3 to 64 lower-case letters, digits and '-', not beginning with '-' ({DeviceId.Pattern})");
            faults.AddIf(isNamed && !names.Add(device!.DeviceId!), $"[{i}].device_id", "stands in the list twice");
            faults.AddIf(code is not null && !codes.Add(Convert.ToHexString(code)), $"[{i}].code", "stands in the list twice");
            faults.Text($"[{i}].model", device?.Model, longest: 100);
            if (isNamed && key is not null && code is not null)
            {
                rows.Add(new FactoryDevice
                {
                    DeviceId = device!.DeviceId!,
                    KeyHash = key,
                    KeyProtected = device.Key is { } secret ? accounts.Protect(device.DeviceId!, secret) : null,
                    CodeHash = code,
                    Model = device.Model?.Trim(),
                    CreatedAt = now,
                });
            }
        }

        return rows;
    }

    private static byte[]? HashOfKey(ImportedDevice? device, IDeviceAccounts accounts, string member, Faults faults)
    {
        if (device?.Key is { } key)
        {
            var isLong = key.Length is >= ShortestKey and <= LongestKey && !key.Any(char.IsControl);
            faults.AddIf(!isLong, $"{member}.key", $"must have {ShortestKey} to {LongestKey} random characters");
            return isLong ? DeviceSecret.Hash(key) : null;
        }

        if (accounts is not NoDeviceAccounts)
        {
            faults.Add($"{member}.key", "is needed here, and not its hash alone: the broker has to be told it");
            return null;
        }

        return HashOf(device?.KeyHash, $"{member}.key_hash", "key", faults);
    }

    private static byte[]? HashOfCode(ImportedDevice? device, string member, Faults faults)
    {
        if (device?.Code is { } code)
        {
            var isCode = ClaimCode.IsValid(code);
            faults.AddIf(!isCode, $"{member}.code", $"must have {ClaimCode.MinLength} to {ClaimCode.MaxLength} letters and digits");
            return isCode ? ClaimCode.Hash(code) : null;
        }

        return HashOf(device?.CodeHash, $"{member}.code_hash", "code", faults);
    }

    private static byte[]? HashOf(string? digits, string member, string instead, Faults faults)
    {
        if (digits is { Length: HashDigits } && digits.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(digits);
        }

        faults.Add(member, $"must be SHA-256 as {HashDigits} hexadecimal digits, if '{instead}' is not there");
        return null;
    }
}
