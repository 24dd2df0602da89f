using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Care;

namespace PlantCare.Standalone.Broker;

/// <summary>Hands commands to the home edition's own broker, without a connection.</summary>
internal sealed class EmbeddedCommands(TimeProvider time) : ICommandChannel
{
    // Known by the very object: no client can publish what passes for one of these.
    private readonly ConcurrentDictionary<MqttApplicationMessage, bool> _sending = new(ReferenceEqualityComparer.Instance);
    private MqttServer? _server;

    /// <summary>From now on the server takes commands.</summary>
    public void Attach(MqttServer server)
    {
        server.ApplicationMessageEnqueuedOrDroppedAsync += args =>
        {
            if (!args.IsDropped)
            {
                _sending.TryUpdate(args.ApplicationMessage, newValue: true, comparisonValue: false);
            }

            return Task.CompletedTask;
        };
        _server = server;
    }

    /// <summary>Whether a message is a command that is being sent here, and so is no device's.</summary>
    public bool IsSending(MqttApplicationMessage message) => _sending.ContainsKey(message);

    /// <inheritdoc/>
    public async Task<bool> TrySendAsync(string deviceId, ReadOnlyMemory<byte> command, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        if (_server is not { IsStarted: true } server)
        {
            throw new IOException("the broker is not running");
        }

        var message = new MqttApplicationMessage
        {
            Topic = Topics.Commands(deviceId),
            PayloadSegment = MemoryMarshal.TryGetArray(command, out var segment) ? segment : command.ToArray(),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            MessageExpiryInterval = (uint)Math.Max(1, Math.Ceiling((expiresAt - time.GetUtcNow()).TotalSeconds)),
        };
        var isTaken = false;
        _sending[message] = isTaken;
        try
        {
            await server.InjectApplicationMessage(new InjectedMqttApplicationMessage(message) { SenderClientId = "" }, cancellationToken);
        }
        finally
        {
            _sending.TryRemove(message, out isTaken);
        }

        return isTaken;
    }
}
