using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Mqtt;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Devices;

/// <summary>Devices as callers see them.</summary>
internal static class DeviceMapping
{
    public static DeviceResponse ToResponse(this Device device) => new(
        device.Id,
        device.DeviceId,
        device.Name,
        device.Type,
        device.Config,
        device.PlantId,
        StatusOf(device),
        device.LastSeen,
        device.Battery,
        device.UserId,
        device.CreatedAt);

    public static DeviceWithSecretResponse ToResponse(this Device device, string secret, BrokerEndpoint broker, HttpRequest request) => new(
        device.Id,
        device.DeviceId,
        device.Name,
        device.Type,
        device.Config,
        device.PlantId,
        StatusOf(device),
        device.LastSeen,
        device.Battery,
        device.UserId,
        device.CreatedAt,
        secret,
        new MqttSettings(
            broker.Host ?? request.Host.Host, broker.Port, broker.Tls, device.DeviceId, secret, Topics.Readings(device.DeviceId)));

    private static DeviceStatus StatusOf(Device device) => device switch
    {
        { Online: true } => DeviceStatus.Online,
        { Online: null, LastSeen: null } => DeviceStatus.New,
        _ => DeviceStatus.Offline,
    };
}
