using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Mqtt;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Devices;

/// <summary>Devices as callers see them.</summary>
internal static class DeviceMapping
{
    internal static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);

    public static DeviceResponse ToResponse(this Device device, DateTimeOffset now, IDeviceAccounts accounts) => new(
        device.Id,
        device.DeviceId,
        device.Name,
        device.Type,
        device.Config,
        device.PlantId,
        StatusOf(device, now),
        device.LastSeen,
        device.Battery,
        device.UserId,
        device.CreatedAt,
        accounts.NeedsNewSecret(device) ? true : null,
        device.DisabledAt,
        device.Firmware,
        device.Rssi,
        device.IntervalSeconds,
        device.PreviousSecretUntil > now ? device.PreviousSecretUntil : null);

    public static DeviceWithSecretResponse ToResponse(
        this Device device, DateTimeOffset now, string secret, BrokerEndpoint broker, HttpRequest request) => new(
        device.Id,
        device.DeviceId,
        device.Name,
        device.Type,
        device.Config,
        device.PlantId,
        StatusOf(device, now),
        device.LastSeen,
        device.Battery,
        device.UserId,
        device.CreatedAt,
        secret,
        new MqttSettings(
            broker.Host ?? request.Host.Host, broker.Port, broker.Tls, device.DeviceId, secret, Topics.Readings(device.DeviceId), broker.WebSocket),
        device.PreviousSecretUntil);

    /// <summary>A device that posts over HTTP never signs off, and a broker that lost its power tells nobody: after a day of silence it is gone.</summary>
    internal static DeviceStatus StatusOf(Device device, DateTimeOffset now) => device switch
    {
        { Online: null, LastSeen: null } => DeviceStatus.New,
        { Online: true, LastSeen: { } seen } when now - seen < LongestSilence => DeviceStatus.Online,
        _ => DeviceStatus.Offline,
    };
}
