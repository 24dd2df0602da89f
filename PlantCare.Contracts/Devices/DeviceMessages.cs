using System.Text.Json.Serialization;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;

namespace PlantCare.Contracts.Devices;

/// <summary>How a device is reached.</summary>
public enum DeviceStatus
{
    /// <summary>It has never signed in.</summary>
    New,

    /// <summary>It is connected, or was heard lately.</summary>
    Online,

    /// <summary>It has gone.</summary>
    Offline,
}

/// <summary>A device.</summary>
/// <param name="Id">The device.</param>
/// <param name="DeviceId">Its name on the wire.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Type">What it is: <c>sensor</c>, <c>gateway</c> or a word of its owner's.</param>
/// <param name="Config">Its channels, calibration and other settings.</param>
/// <param name="PlantId">The plant that it is in; null when in none.</param>
/// <param name="Status">How it is reached.</param>
/// <param name="LastSeen">When it was last heard; null when never.</param>
/// <param name="Battery">Its last battery charge, %; null when it sends none.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="NeedsNewSecret">
/// True when it cannot sign in at the broker, or could not after the broker lost its accounts, until it gets a new secret; absent otherwise.
/// </param>
/// <param name="DisabledAt">Since when it may not sign in; absent while it may.</param>
/// <param name="Firmware">The version of its firmware, as it last said; absent when it says none.</param>
/// <param name="Rssi">The strength of its radio signal, dBm, as it last said; absent when it says none.</param>
/// <param name="IntervalSeconds">How long it usually waits between two readings, seconds, learned from them; absent until that is known.</param>
/// <param name="PreviousSecretUntil">Until when its old secret is good, unless it uses the new one before; absent when it has one.</param>
public sealed record DeviceResponse(
    Guid Id,
    string DeviceId,
    string Name,
    string Type,
    DeviceConfig Config,
    Guid? PlantId,
    DeviceStatus Status,
    DateTimeOffset? LastSeen,
    double? Battery,
    Guid UserId,
    DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? NeedsNewSecret = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? DisabledAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Firmware = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Rssi = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? IntervalSeconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? PreviousSecretUntil = null);

/// <summary>What <c>POST /devices</c> takes.</summary>
/// <param name="DeviceId">Its name on the wire; made up when absent.</param>
/// <param name="Name">What to call it; its <paramref name="DeviceId"/> when absent.</param>
/// <param name="Type">What it is; <c>sensor</c> when absent.</param>
/// <param name="Config">Its channels, calibration and other settings.</param>
/// <param name="PlantId">The plant that it is in.</param>
public sealed record CreateDeviceRequest(
    string? DeviceId = null,
    string? Name = null,
    string? Type = null,
    DeviceConfig? Config = null,
    Guid? PlantId = null);

/// <summary>What <c>POST /devices</c> and <c>POST /devices/{device_id}/secret</c> answer: the only time that the secret is shown.</summary>
/// <param name="Id">The device.</param>
/// <param name="DeviceId">Its name on the wire.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Type">What it is.</param>
/// <param name="Config">Its settings.</param>
/// <param name="PlantId">The plant that it is in.</param>
/// <param name="Status">How it is reached.</param>
/// <param name="LastSeen">When it was last heard.</param>
/// <param name="Battery">Its last battery charge, %.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="Secret">Its password, 256 random bits.</param>
/// <param name="Mqtt">Everything that it needs to publish.</param>
/// <param name="PreviousSecretUntil">Until when the old secret is good, unless the new one is used before; absent when it has ended.</param>
public sealed record DeviceWithSecretResponse(
    Guid Id,
    string DeviceId,
    string Name,
    string Type,
    DeviceConfig Config,
    Guid? PlantId,
    DeviceStatus Status,
    DateTimeOffset? LastSeen,
    double? Battery,
    Guid UserId,
    DateTimeOffset CreatedAt,
    string Secret,
    MqttSettings Mqtt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? PreviousSecretUntil = null);

/// <summary>What a device needs to publish.</summary>
/// <param name="Host">The broker's host.</param>
/// <param name="Port">Its port.</param>
/// <param name="Tls">Whether that port speaks TLS.</param>
/// <param name="Username">The device's name on the wire.</param>
/// <param name="Password">Its secret.</param>
/// <param name="Topic">Where it publishes its readings.</param>
/// <param name="Websocket">The broker's address for MQTT over WebSocket, such as <c>wss://plants.example:8884</c>; left out where none is configured.</param>
public sealed record MqttSettings(
    string Host,
    int Port,
    bool Tls,
    string Username,
    string Password,
    string Topic,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Websocket = null);

/// <summary>What <c>PATCH /devices/{device_id}</c> takes: only the members that are there are changed.</summary>
public sealed record UpdateDeviceRequest
{
    /// <summary>What to call it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> Name { get; init; }

    /// <summary>What it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string?> Type { get; init; }

    /// <summary>Its settings, all of them: the whole object is replaced.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<DeviceConfig?> Config { get; init; }

    /// <summary>The plant that it is in; null takes it out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<Guid?> PlantId { get; init; }

    /// <summary>Whether it may not sign in; what it had sent before stays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<bool?> Disabled { get; init; }
}

/// <summary>What <c>POST /devices/{device_id}/secret</c> takes; nothing at all will do.</summary>
/// <param name="KeepPrevious">
/// Whether the old secret is good until the new one has signed in, 24 hours at most. Not so when somebody else has it: then it ends at once.
/// </param>
public sealed record RotateSecretRequest(bool KeepPrevious = true);

/// <summary>A message of a device that could not be stored.</summary>
/// <param name="Id">The dead letter.</param>
/// <param name="DeviceId">Who sent it.</param>
/// <param name="Topic">Where it was published; <c>http</c> for a POST.</param>
/// <param name="Reason">The kind of fault.</param>
/// <param name="Detail">What was wrong, and what was expected.</param>
/// <param name="Payload">The message, as text.</param>
/// <param name="ReceivedAt">When it came.</param>
public sealed record DeadLetterResponse(
    long Id,
    string DeviceId,
    string Topic,
    RejectionReason Reason,
    string Detail,
    string Payload,
    DateTimeOffset ReceivedAt);
