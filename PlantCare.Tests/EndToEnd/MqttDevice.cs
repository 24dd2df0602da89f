using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using PlantCare.Contracts.Devices;
using PlantCare.Contracts.Mqtt;

namespace PlantCare.Tests.EndToEnd;

/// <summary>A device, by MQTTnet's client.</summary>
internal sealed class MqttDevice : IAsyncDisposable
{
    private MqttDevice(IMqttClient client, string deviceId) => (Client, DeviceId) = (client, deviceId);

    public IMqttClient Client { get; }

    public string DeviceId { get; }

    public static Task<MqttDevice> ConnectAsync(
        int port,
        DeviceWithSecretResponse device,
        MqttProtocolVersion version = MqttProtocolVersion.V500,
        Action<MqttClientOptionsBuilder>? configure = null,
        CancellationToken cancellationToken = default) =>
        ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port), device, version, configure, cancellationToken);

    /// <summary>By way of a WebSocket: <c>ws://…/mqtt</c>.</summary>
    public static Task<MqttDevice> ConnectAsync(
        Uri webSocket, DeviceWithSecretResponse device, MqttProtocolVersion version, CancellationToken cancellationToken) => ConnectAsync(
        new MqttClientOptionsBuilder().WithWebSocketServer(server => server.WithUri(webSocket.ToString())), device, version, configure: null, cancellationToken);

    /// <summary>Publishes readings and waits for the acknowledgement.</summary>
    public Task<MqttClientPublishResult> PublishAsync(
        string payload, MqttQualityOfServiceLevel qos = MqttQualityOfServiceLevel.AtLeastOnce, CancellationToken cancellationToken = default) =>
        PublishToAsync(Topics.Readings(DeviceId), payload, qos, cancellationToken: cancellationToken);

    public Task<MqttClientPublishResult> PublishToAsync(
        string topic,
        string payload,
        MqttQualityOfServiceLevel qos = MqttQualityOfServiceLevel.AtLeastOnce,
        bool retain = false,
        CancellationToken cancellationToken = default) => Client.PublishAsync(
        new MqttApplicationMessage
        {
            Topic = topic,
            PayloadSegment = Encoding.UTF8.GetBytes(payload),
            QualityOfServiceLevel = qos,
            Retain = retain,
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Client.IsConnected)
        {
            await Client.DisconnectAsync();
        }

        Client.Dispose();
    }

    private static async Task<MqttDevice> ConnectAsync(
        MqttClientOptionsBuilder builder,
        DeviceWithSecretResponse device,
        MqttProtocolVersion version,
        Action<MqttClientOptionsBuilder>? configure,
        CancellationToken cancellationToken)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        builder
            .WithProtocolVersion(version)
            .WithCredentials(device.Mqtt.Username, device.Secret)
            .WithTimeout(TimeSpan.FromSeconds(20));
        configure?.Invoke(builder);
        await client.ConnectAsync(builder.Build(), cancellationToken);
        return new MqttDevice(client, device.DeviceId);
    }
}
