using System.Buffers;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Devices;
using PlantCare.Ingest.Traces;

namespace PlantCare.Ingest.Mqtt;

/// <summary>
/// One connection to the broker, from connecting to its end. Messages are handed to ingest as they come, side by side, and acknowledged in
/// the order in which they came (MQTT 5, section 4.6), each when it is durable. An acknowledgement names a message by a number that means
/// something on this connection only: what is still open when the connection ends is never acknowledged on the next one, but sent again
/// by the broker and stored over itself.
/// </summary>
internal sealed partial class BrokerSession : IAsyncDisposable
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Channel<(Task<IntakeResult> Handling, MqttApplicationMessageReceivedEventArgs Message)> _open;
    private readonly CancellationTokenSource _ended = new();
    private readonly SubscriberSettings _settings;
    private readonly IDeviceMessages _messages;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Task _acknowledging = Task.CompletedTask;

    public BrokerSession(SubscriberSettings settings, IDeviceMessages messages, TimeProvider time, ILogger logger)
    {
        (_settings, _messages, _time, _logger) = (settings, messages, time, logger);
        _open = Channel.CreateBounded<(Task<IntakeResult>, MqttApplicationMessageReceivedEventArgs)>(
            new BoundedChannelOptions(settings.ReceiveMaximum) { SingleReader = true, SingleWriter = true });
        _client.ApplicationMessageReceivedAsync += ReceiveAsync;
        _client.DisconnectedAsync += _ => _ended.CancelAsync();
    }

    /// <summary>Cancelled when the connection is over.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Connects and subscribes.</summary>
    /// <returns>Success, or how the broker refused.</returns>
    public async Task<MqttClientConnectResultCode> OpenAsync(BrokerConnectionString broker, CancellationToken cancellationToken)
    {
        var options = new MqttClientOptionsBuilder()
            .WithBroker(broker)
            .WithClientId($"plantcare-ingest-{_settings.Instance}")
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)_settings.SessionExpiry.TotalSeconds)
            .WithReceiveMaximum((ushort)_settings.ReceiveMaximum)
            .WithKeepAlivePeriod(_settings.KeepAlive)
            .WithTimeout(_settings.ConnectTimeout)
            .Build();

        // What the broker kept for this session comes with the connection, before any subscription.
        _acknowledging = AcknowledgeAsync();
        var connected = await _client.ConnectAsync(options, cancellationToken);
        if (connected.ResultCode == MqttClientConnectResultCode.Success)
        {
            await SubscribeAsync(cancellationToken);
        }

        return connected.ResultCode;
    }

    /// <summary>Waits a moment for what was taken in, and leaves; the broker keeps the rest.</summary>
    public async Task CloseAsync()
    {
        _open.Writer.TryComplete();
        await Task.WhenAny(_acknowledging, Task.Delay(FarewellTimeout, _time));
        await _client.DisconnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _open.Writer.TryComplete();
        await _ended.CancelAsync();
        await _acknowledging;
        _client.Dispose();
        _ended.Dispose();
    }

    // A status is retained, which a shared subscription does not deliver, and harmless twice. No two filters match the same topic, since the
    // broker delivers once for each that does; and none matches plantcare/+/commands, where we speak. The last one is for gateways, whose topics
    // have a level more at least, and for the results of commands, which had a filter of their own until there were gateways.
    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        var shared = _settings.Group is { } group ? $"$share/{group}/" : "";
        var options = new MqttClientSubscribeOptions
        {
            TopicFilters =
            [
                Filter($"{shared}plantcare/+/readings", MqttRetainHandling.SendAtSubscribeIfNewSubscriptionOnly),
                Filter("plantcare/+/status", MqttRetainHandling.SendAtSubscribe),
                Filter($"{shared}plantcare/+/+/+/#", MqttRetainHandling.SendAtSubscribeIfNewSubscriptionOnly),
                Filter(shared + Topics.Provision, MqttRetainHandling.DoNotSendOnSubscribe),
            ],
        };
        var result = await _client.SubscribeAsync(options, cancellationToken);
        if (result.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
        {
            throw new InvalidOperationException(
                $"The broker does not let the account of {BrokerConnectionString.Key} subscribe to {refused.TopicFilter.Topic}: {refused.ResultCode}.");
        }

        // A session remembers it. Only now, so that no result falls between the two; one that comes twice does no harm.
        await _client.UnsubscribeAsync($"{shared}plantcare/+/commands/result", cancellationToken);
    }

    private static MqttTopicFilter Filter(string topic, MqttRetainHandling retained) => new()
    {
        Topic = topic,
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        RetainHandling = retained,
    };

    // MQTTnet hands over one message after another, and waits: a full channel holds the socket back, and so the broker.
    private async Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        args.AutoAcknowledge = false;
        var message = args.ApplicationMessage;
        var deviceId = Topics.TryParse(message.Topic, out var found, out _) ? found : "";
        var payload = message.Payload.IsSingleSegment ? message.Payload.First : message.Payload.ToArray();
        var incoming = new IncomingMessage(deviceId, message.Topic, payload, _time.GetUtcNow(), message.Retain, DeviceTrace.Of(message));
        var handling = _messages.HandleAsync(incoming, _ended.Token);
        try
        {
            await _open.Writer.WriteAsync((handling.AsTask(), args), _ended.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            // The connection is over: nobody waits for the acknowledgement.
        }
    }

    private async Task AcknowledgeAsync()
    {
        try
        {
            await foreach (var (handling, message) in _open.Reader.ReadAllAsync(_ended.Token))
            {
                // step 1: it is durable, or among the dead letters
                var result = await handling;
                if (result.Rejections.Count > 0)
                {
                    Log.Refused(_logger, message.ApplicationMessage.Topic, result.Rejections[0].Reason, result.Rejections[0].Detail);
                }

                // step 2: say so
                await message.AcknowledgeAsync(_ended.Token);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The connection is over.
        }
        catch (Exception exception)
        {
            // Ingest is ending, or it failed. Whatever is not acknowledged will be sent again, on a connection that works.
            Log.NotAcknowledged(_logger, exception);
            await _ended.CancelAsync();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "A message on {Topic} was refused: {Reason}, {Detail}")]
        public static partial void Refused(ILogger logger, string topic, RejectionReason reason, string detail);

        [LoggerMessage(Level = LogLevel.Warning, Message = "A message could not be acknowledged; connecting again")]
        public static partial void NotAcknowledged(ILogger logger, Exception exception);
    }
}
