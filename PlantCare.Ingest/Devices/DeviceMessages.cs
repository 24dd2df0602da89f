using System.Text;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Commands;
using PlantCare.Ingest.Gateways;
using PlantCare.Ingest.Pipeline;

namespace PlantCare.Ingest.Devices;

/// <summary>Takes what devices publish over MQTT to where it belongs, whichever broker carried it.</summary>
internal sealed class DeviceMessages(
    IngestPipeline pipeline,
    DevicePresence presence,
    IDeviceDirectory directory,
    Newcomers newcomers,
    GatewayMessages gateways,
    CommandResults results,
    Provisioning provisioning) : IDeviceMessages
{
    private static readonly IntakeResult Nothing = new(0, []);

    public ValueTask<IntakeResult> HandleAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        if (message.Topic == Topics.Provision)
        {
            return provisioning.HandleAsync(message, cancellationToken);
        }

        var isOwn = Topics.TryParse(message.Topic, out var deviceId, out var channel)
            && string.Equals(deviceId, message.DeviceId, StringComparison.Ordinal);
        return (isOwn, channel) switch
        {
            (true, "readings") => pipeline.SubmitAsync(message, cancellationToken),
            (true, "status") => TakeStatus(message, cancellationToken),
            (true, "commands/result") => results.TakeAsync(message, cancellationToken),
            _ when !IsOfCommands(channel) => TakeForeignAsync(message, isOwn ? channel : message.Topic, cancellationToken),
            _ => RefuseTopicAsync(message, cancellationToken),
        };

        static bool IsOfCommands(string channel) => channel == "commands" || channel.StartsWith("commands/", StringComparison.Ordinal);
    }

    public void SetConnected(string deviceId, bool isConnected) => presence.SetOnline(deviceId, isConnected);

    // Only gateways speak as other systems do.
    private ValueTask<IntakeResult> TakeForeignAsync(in IncomingMessage message, string topic, CancellationToken cancellationToken)
    {
        if (!directory.TryFind(message.DeviceId, out var device) && message.DeviceId.Length > 0)
        {
            return TakeNewcomersAsync(message, topic, cancellationToken);
        }

        return device is { IsGateway: true }
            ? gateways.HandleAsync(message, device, topic, cancellationToken)
            : RefuseTopicAsync(message, cancellationToken);
    }

    private async ValueTask<IntakeResult> TakeNewcomersAsync(IncomingMessage message, string topic, CancellationToken cancellationToken) =>
        await newcomers.FindAsync(message.DeviceId, cancellationToken) is { IsGateway: true } gateway
            ? await gateways.HandleAsync(message, gateway, topic, cancellationToken)
            : await RefuseTopicAsync(message, cancellationToken);

    private ValueTask<IntakeResult> RefuseTopicAsync(in IncomingMessage message, CancellationToken cancellationToken) => pipeline.RefuseAsync(
        message, new Rejection(RejectionReason.BadTopic, "devices publish to readings, status and commands/result"), cancellationToken);

    private ValueTask<IntakeResult> TakeStatus(in IncomingMessage message, CancellationToken cancellationToken)
    {
        // An empty retained message takes the retained one away; it says nothing about the device.
        switch (Encoding.UTF8.GetString(message.Payload.Span[..Math.Min(message.Payload.Length, 16)]))
        {
            case "online":
                presence.SetOnline(message.DeviceId, isOnline: true, isHeard: !message.IsReplay);
                return ValueTask.FromResult(Nothing);
            case "offline":
                presence.SetOnline(message.DeviceId, isOnline: false, isHeard: !message.IsReplay);
                return ValueTask.FromResult(Nothing);
            case "":
                return ValueTask.FromResult(Nothing);
            default:
                return pipeline.RefuseAsync(
                    message, new Rejection(RejectionReason.BadValue, "status must be online or offline"), cancellationToken);
        }
    }
}
