using System.Text.Json.Nodes;
using PlantCare.Domain.Care;

namespace PlantCare.Contracts.Devices;

/// <summary>What <c>POST /devices/{device_id}/commands</c> takes.</summary>
/// <param name="Action">What to do: <c>water</c>.</param>
/// <param name="Value">True to water, which is meant when absent; false to stop.</param>
/// <param name="Seconds">For how long to water, seconds.</param>
public sealed record CreateCommandRequest(string? Action = null, bool? Value = null, double? Seconds = null)
{
    /// <summary>Water for so long.</summary>
    /// <param name="seconds">Seconds.</param>
    public static CreateCommandRequest Water(double seconds) => new("water", Value: true, seconds);

    /// <summary>Stop watering.</summary>
    public static CreateCommandRequest StopWatering() => new("water", Value: false);
}

/// <summary>Something that a device was told to do.</summary>
/// <param name="Id">The command.</param>
/// <param name="DeviceId">The device.</param>
/// <param name="PlantId">The plant that the device was in; null when in none.</param>
/// <param name="Action">What to do.</param>
/// <param name="Value">How.</param>
/// <param name="Seconds">For how long, seconds; null when not said.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Detail">What the device said of it; null for nothing yet.</param>
/// <param name="RequestedBy">Who asked for it, as they were called then.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="ExpiresAt">Until when the device may still do it.</param>
/// <param name="FinishedAt">When it ended, however it did; null while it has not.</param>
public sealed record CommandResponse(
    Guid Id,
    string DeviceId,
    Guid? PlantId,
    string Action,
    JsonNode? Value,
    double? Seconds,
    CommandStatus Status,
    string? Detail,
    string RequestedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? FinishedAt);
