using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using PlantCare.Contracts.Mqtt;

namespace PlantCare.Api.Broker;

/// <summary>One connection to the broker's dynamic-security plugin, from connecting to its end: commands go out, answers come back.</summary>
internal sealed class ControlChannel : IAsyncDisposable
{
    private const string Topic = "$CONTROL/dynamic-security/v1";
    private const string AnswerTopic = $"{Topic}/response";

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<IReadOnlyList<ControlAnswer>>> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _heard = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ended = new();
    private readonly DeviceAccountSettings _settings;
    private readonly TimeProvider _time;
    private long _place;

    public ControlChannel(DeviceAccountSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _client.ApplicationMessageReceivedAsync += ReceiveAsync;
        _client.DisconnectedAsync += _ => _ended.CancelAsync();
    }

    /// <summary>Cancelled when the connection is over.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Connects and listens for answers.</summary>
    /// <exception cref="BrokerRefusalException">The broker refuses.</exception>
    public async Task OpenAsync(BrokerConnectionString broker, CancellationToken cancellationToken)
    {
        // A name that nobody can guess: whoever connects with the same one takes the connection over.
        var options = new MqttClientOptionsBuilder()
            .WithBroker(broker)
            .WithClientId($"plantcare-api-{Guid.CreateVersion7():n}")
            .WithKeepAlivePeriod(_settings.KeepAlive)
            .WithTimeout(_settings.ConnectTimeout)
            .Build();
        var connected = await _client.ConnectAsync(options, cancellationToken);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new BrokerRefusalException($"it refuses the account of {BrokerConnectionString.Key} ({connected.ResultCode})");
        }

        var subscribed = await _client.SubscribeAsync(AnswerTopic, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken);
        if (subscribed.Items.Any(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2))
        {
            throw NotAdministrator();
        }
    }

    /// <summary>Sends commands, which the broker does one after the other.</summary>
    /// <returns>An answer for each.</returns>
    /// <exception cref="BrokerRefusalException">The broker refuses them.</exception>
    /// <exception cref="EndOfStreamException">The connection ended.</exception>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public async Task<IReadOnlyList<ControlAnswer>> SendAsync(IEnumerable<JsonObject> commands, CancellationToken cancellationToken)
    {
        // step 1: every command carries the number by which its answer is known
        var correlation = Guid.CreateVersion7().ToString("n");
        var batch = new JsonArray();
        foreach (var command in commands)
        {
            command["correlationData"] = correlation;
            batch.Add((JsonNode)command);
        }

        var answers = new TaskCompletionSource<IReadOnlyList<ControlAnswer>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[correlation] = answers;
        using var timeout = new CancellationTokenSource(_settings.CommandTimeout, _time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, _ended.Token);
        try
        {
            // step 2: send them
            var published = await _client.PublishAsync(
                new MqttApplicationMessageBuilder()
                    .WithTopic(Topic)
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                    .WithPayload(new JsonObject { ["commands"] = batch }.ToJsonString())
                    .Build(),
                giveUp.Token);
            if (!published.IsSuccess)
            {
                throw NotAdministrator();
            }

            // step 3: wait for the answers
            var all = await answers.Task.WaitAsync(giveUp.Token);
            return all.Count == batch.Count ? all : throw new BrokerRefusalException("it answered fewer commands than it was given");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw _ended.IsCancellationRequested ? ConnectionEnded() : new TimeoutException("its dynamic-security plugin does not answer");
        }
        catch (Exception exception) when (exception is MqttCommunicationException or MqttClientNotConnectedException)
        {
            throw ConnectionEnded(exception);
        }
        finally
        {
            _open.TryRemove(correlation, out _);
        }
    }

    /// <summary>Listens to what a device says, from now on and live: nothing of it has waited for us.</summary>
    public async Task ListenToAsync(string deviceId, CancellationToken cancellationToken)
    {
        var options = new MqttClientSubscribeOptions
        {
            TopicFilters = [new MqttTopicFilter { Topic = TopicsOf(deviceId), RetainHandling = MqttRetainHandling.DoNotSendOnSubscribe }],
        };
        await _client.SubscribeAsync(options, cancellationToken);
    }

    /// <summary>Listens to a device no longer.</summary>
    public async Task StopListeningToAsync(string deviceId, CancellationToken cancellationToken)
    {
        await _client.UnsubscribeAsync(TopicsOf(deviceId), cancellationToken);
        _heard.TryRemove(deviceId, out _);
    }

    /// <summary>The place of what a device said last, among all that came (<see cref="ControlAnswer.Place"/>); 0 when it has said nothing.</summary>
    public long PlaceOfLast(string deviceId) => _heard.GetValueOrDefault(deviceId);

    public async ValueTask DisposeAsync()
    {
        await _client.TryDisconnectAsync();
        _client.Dispose();
        await _ended.CancelAsync();
        _ended.Dispose();
    }

    /// <summary>What to throw when the connection is over.</summary>
    public static EndOfStreamException ConnectionEnded(Exception? innerException = null) => new("the connection ended", innerException);

    private static BrokerRefusalException NotAdministrator() => new(
        $"the account of {BrokerConnectionString.Key} may not administer it; it needs the admin role of the dynamic-security plugin");

    private static string TopicsOf(string deviceId) => $"{Topics.Root}{deviceId}/#";

    // One message after another, in the order in which the broker sent them.
    private Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        var place = ++_place;
        var message = args.ApplicationMessage;
        if (message.Topic != AnswerTopic)
        {
            Hear(message, place);
        }
        else if (ControlAnswer.Parse(message.Payload.ToArray()) is { } answer && _open.TryRemove(answer.Correlation, out var waiting))
        {
            waiting.TrySetResult([.. answer.Answers.Select(one => one with { Place = place })]);
        }

        return Task.CompletedTask;
    }

    // Commands are ours. A will is published when the device is gone, perhaps because its password was changed.
    private void Hear(MqttApplicationMessage message, long place)
    {
        if (!message.Retain && Topics.TryParse(message.Topic, out var deviceId, out var channel)
            && channel != "commands" && !(channel == "status" && message.Payload.ToArray().AsSpan().SequenceEqual("offline"u8)))
        {
            _heard[deviceId] = place;
        }
    }
}
