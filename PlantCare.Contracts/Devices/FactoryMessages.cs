namespace PlantCare.Contracts.Devices;

/// <summary>
/// A device as its maker lists it: what <c>POST /admin/factory-devices</c> takes an array of, or as CSV with these names in its first line.
/// </summary>
/// <param name="DeviceId">The name on the wire that it will have.</param>
/// <param name="Key">Its factory key, at least 22 characters of random; needed where the broker has to be told it.</param>
/// <param name="KeyHash">SHA-256 of the key, 64 hexadecimal digits, instead of it.</param>
/// <param name="Code">The code on its label, at least 10 letters and digits, in groups as one likes.</param>
/// <param name="CodeHash">SHA-256 of the code in upper case and without separators, 64 hexadecimal digits, instead of it.</param>
/// <param name="Model">What it is.</param>
public sealed record ImportedDevice(
    string? DeviceId = null,
    string? Key = null,
    string? KeyHash = null,
    string? Code = null,
    string? CodeHash = null,
    string? Model = null);

/// <summary>What <c>POST /admin/factory-devices</c> answers.</summary>
/// <param name="Imported">How many devices wait to be claimed because of it.</param>
public sealed record ImportResponse(int Imported);

/// <summary>A device that belongs to nobody yet.</summary>
/// <param name="DeviceId">The name on the wire that it will have.</param>
/// <param name="Model">What it is, as its maker or itself says.</param>
/// <param name="Firmware">The version of its firmware, as it says.</param>
/// <param name="CreatedAt">When it was made known.</param>
/// <param name="AnnouncedAt">When it last announced itself; null when it has not.</param>
public sealed record WaitingDeviceResponse(
    string DeviceId, string? Model, string? Firmware, DateTimeOffset CreatedAt, DateTimeOffset? AnnouncedAt);

/// <summary>What <c>POST /devices/claim</c> takes.</summary>
/// <param name="Code">The code on the device's label.</param>
/// <param name="PlantId">The plant that it is in.</param>
/// <param name="Name">What to call it; its model, or its name on the wire, when absent.</param>
public sealed record ClaimDeviceRequest(string? Code = null, Guid? PlantId = null, string? Name = null);
