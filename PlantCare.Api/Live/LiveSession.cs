using System.Buffers;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using PlantCare.Api.Broker;
using PlantCare.Contracts.Live;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Live;

namespace PlantCare.Api.Live;

/// <summary>
/// One connection for live events, from connecting to its end: announces who is watched, and hands on what is published about them. The
/// announcement goes with the connection: the broker takes it back when the connection ends without a word (its will), and forgets it where
/// it cannot.
/// </summary>
internal sealed class LiveSession : IAsyncDisposable
{
    private const int FiltersAtATime = 100;
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);

    private readonly string _instance = Guid.CreateVersion7().ToString("n");
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _ended = new();
    private readonly LiveSettings _settings;
    private readonly LiveFeed _feed;
    private readonly TimeProvider _time;
    private HashSet<string> _filters = [];
    private DateTimeOffset _announceAgain = DateTimeOffset.MinValue;

    public LiveSession(LiveSettings settings, LiveFeed feed, TimeProvider time)
    {
        (_settings, _feed, _time) = (settings, feed, time);
        _client.ApplicationMessageReceivedAsync += ReceiveAsync;
        _client.DisconnectedAsync += _ => _ended.CancelAsync();
    }

    /// <summary>Cancelled when the connection is over.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Connects.</summary>
    /// <exception cref="InvalidOperationException">The broker refuses.</exception>
    public async Task OpenAsync(BrokerConnectionString broker, CancellationToken cancellationToken)
    {
        var options = new MqttClientOptionsBuilder()
            .WithBroker(broker)
            .WithClientId($"plantcare-api-live-{_instance}")
            .WithKeepAlivePeriod(_settings.KeepAlive)
            .WithTimeout(_settings.ConnectTimeout)
            .WithWillTopic(LiveTopics.Watch(_instance))
            .WithWillPayload([])
            .WithWillRetain()
            .Build();
        var connected = await _client.ConnectAsync(options, cancellationToken);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new InvalidOperationException($"the broker refuses the account of {BrokerConnectionString.Key} ({connected.ResultCode})");
        }
    }

    /// <summary>Listens for these users' events, and for no others' any more.</summary>
    /// <exception cref="InvalidOperationException">The broker refuses.</exception>
    public async Task ListenAsync(IReadOnlyCollection<Guid> users, CancellationToken cancellationToken)
    {
        var announcement = WatchAnnouncement.Of(users);
        HashSet<string> filters = announcement.Everyone ? [LiveTopics.AllEvents] : [.. users.Select(LiveTopics.Events)];
        var isChanged = !filters.SetEquals(_filters);

        // step 1: listen, before anything is published; not to ourselves, who have told everybody here
        foreach (var some in filters.Except(_filters).Chunk(FiltersAtATime))
        {
            var subscribed = await _client.SubscribeAsync(
                new MqttClientSubscribeOptions { TopicFilters = [.. some.Select(filter => new MqttTopicFilter { Topic = filter, NoLocal = true })] }, cancellationToken);
            if (subscribed.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
            {
                throw Refused($"subscribe to {refused.TopicFilter.Topic}", refused.ResultCode);
            }
        }

        // step 2: say who is watched, and again before that expires
        if (isChanged || (users.Count > 0 && _time.GetUtcNow() >= _announceAgain))
        {
            await AnnounceAsync(users.Count > 0 ? announcement : null, cancellationToken);
        }

        // step 3: what nobody wants to hear any more
        foreach (var some in _filters.Except(filters).Chunk(FiltersAtATime))
        {
            await _client.UnsubscribeAsync(new MqttClientUnsubscribeOptions { TopicFilters = [.. some] }, cancellationToken);
        }

        _filters = filters;
    }

    /// <summary>Tells the other Apis of something that happened at this one.</summary>
    public async Task PublishAsync(LiveEvent liveEvent, CancellationToken cancellationToken)
    {
        foreach (var payload in LiveEvents.ToPayloads([liveEvent]))
        {
            await _client.PublishAsync(new MqttApplicationMessage { Topic = LiveTopics.Events(liveEvent.UserId), PayloadSegment = payload }, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            using var timeout = new CancellationTokenSource(FarewellTimeout, _time);
            var farewell = new MqttClientDisconnectOptions { Reason = MqttClientDisconnectOptionsReason.DisconnectWithWillMessage };
            await _client.DisconnectAsync(farewell, timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _ended.CancelAsync();
        _client.Dispose();
        _ended.Dispose();
    }

    private async Task AnnounceAsync(WatchAnnouncement? announcement, CancellationToken cancellationToken)
    {
        var message = new MqttApplicationMessage
        {
            Topic = LiveTopics.Watch(_instance),
            PayloadSegment = announcement?.ToPayload() ?? [],
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = true,
            MessageExpiryInterval = (uint)Math.Ceiling(_settings.BelievedFor.TotalSeconds),
        };
        var published = await _client.PublishAsync(message, cancellationToken);
        if (!published.IsSuccess)
        {
            throw Refused($"publish to {message.Topic}", published.ReasonCode);
        }

        _announceAgain = _time.GetUtcNow() + _settings.AnnounceEvery;
    }

    // Nothing here waits for a watcher: the feed drops what one has no room for, and tells it so.
    private Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        var message = args.ApplicationMessage;
        if (!LiveTopics.TryReadEvents(message.Topic, out var userId))
        {
            return Task.CompletedTask;
        }

        if (_feed.IsWatched(userId))
        {
            _feed.Publish([.. LiveEvents.Parse(userId, message.Payload.ToArray())]);
        }
        else if (userId == LiveTopics.Everyone)
        {
            _feed.Publish([.. _feed.Watched.Select(watched => new EventsMissed(watched, 1))]);
        }

        return Task.CompletedTask;
    }

    private static InvalidOperationException Refused<T>(string what, T code) =>
        new($"the broker does not let the account of {BrokerConnectionString.Key} {what} ({code})");
}
