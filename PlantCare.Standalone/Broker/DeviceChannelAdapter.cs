using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using PlantCare.Contracts.Mqtt;

namespace PlantCare.Standalone.Broker;

/// <summary>
/// Stands between a client and MQTTnet's server, and holds to what the server leaves open: the session belongs to the device and not to
/// whatever client identifier somebody chose, what is announced in the CONNACK is kept to, and a fast device is slowed down.
/// </summary>
internal sealed class DeviceChannelAdapter(
    IMqttChannelAdapter inner, PacketSizeGuard guard, RateLimit rate, MqttSettings settings, TimeProvider time)
    : IMqttChannelAdapter
{
    /// <summary>How many topics a client may shorten to a number; each is kept in memory.</summary>
    private const ushort MaxTopicAliases = 16;

    /// <summary>A device's publishes are handled one after another; more in flight would only wait in a buffer.</summary>
    private const ushort ReceiveMaximum = 64;

    private string? _assignedClientId;

    public long BytesReceived => inner.BytesReceived;

    public long BytesSent => inner.BytesSent;

    public X509Certificate2 ClientCertificate => inner.ClientCertificate;

    public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => inner.PacketFormatterAdapter;

    private bool SpeaksMqtt5 => PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500;

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    public void ResetStatistics() => inner.ResetStatistics();

    public async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        var packet = await inner.ReceivePacketAsync(cancellationToken);
        switch (packet)
        {
            case MqttPublishPacket publish:
                if (publish.TopicAlias > MaxTopicAliases)
                {
                    throw new MqttProtocolViolationException($"A topic alias is above {MaxTopicAliases}.");
                }

                await rate.TakeAsync(cancellationToken);
                break;
            case MqttConnectPacket { Username.Length: > 0 } connect:
                // One session a device: a second login takes the first one over, and nobody can take over somebody else's by its name.
                _assignedClientId = string.IsNullOrEmpty(connect.ClientId) ? connect.Username : null;
                connect.ClientId = connect.Username;
                break;
        }

        return packet!;
    }

    public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        switch (packet)
        {
            case MqttPublishPacket command when CommandPayload.ExpiryOf(command.Payload) <= time.GetUtcNow():
                // It waited for a device that was away. The server leaves MQTT 5's message expiry (section 3.3.2.3.3) to us, and MQTT 3.1.1 has none.
                return Task.CompletedTask;
            case MqttConnAckPacket { ReasonCode: MqttConnectReasonCode.Success } accepted:
                guard.Limit = settings.MaxPacketBytes;
                accepted.TopicAliasMaximum = MaxTopicAliases;
                accepted.ReceiveMaximum = ReceiveMaximum;
                accepted.AssignedClientIdentifier = _assignedClientId;
                accepted.MaximumPacketSize = (uint)settings.MaxPacketBytes;
                break;
            case MqttSubAckPacket answer when !SpeaksMqtt5:
                // MQTT 3.1.1 knows one failure code only (section 3.9.3).
                answer.ReasonCodes = answer.ReasonCodes.ConvertAll(
                    code => code > MqttSubscribeReasonCode.GrantedQoS2 ? MqttSubscribeReasonCode.UnspecifiedError : code);
                break;
        }

        return inner.SendPacketAsync(packet, cancellationToken);
    }

    public void Dispose() => inner.Dispose();
}
