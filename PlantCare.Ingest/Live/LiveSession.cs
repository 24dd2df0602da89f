using System.Buffers;
using MQTTnet;
using MQTTnet.Protocol;
using PlantCare.Contracts.Live;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Live;
using PlantCare.Ingest.Mqtt;

namespace PlantCare.Ingest.Live;

/// <summary>One connection for live events, from connecting to its end: hears who is watched, and publishes what happens to them.</summary>
internal sealed class LiveSession : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _ended = new();
    private readonly SubscriberSettings _settings;
    private readonly Watchers _watchers;
    private readonly RelayQueue _queue;
    private readonly TimeProvider _time;

    public LiveSession(SubscriberSettings settings, Watchers watchers, RelayQueue queue, TimeProvider time)
    {
        (_settings, _watchers, _queue, _time) = (settings, watchers, queue, time);
        _client.ApplicationMessageReceivedAsync += HearAsync;
        _client.DisconnectedAsync += _ => _ended.CancelAsync();
    }

    /// <summary>Connects and asks who is watched.</summary>
    /// <exception cref="InvalidOperationException">The broker refuses.</exception>
    public async Task OpenAsync(BrokerConnectionString broker, CancellationToken cancellationToken)
    {
        var options = new MqttClientOptionsBuilder()
            .WithBroker(broker)
            .WithClientId($"plantcare-ingest-live-{Guid.CreateVersion7():n}")
            .WithKeepAlivePeriod(_settings.KeepAlive)
            .WithTimeout(_settings.ConnectTimeout)
            .Build();
        _queue.MissAll();
        var connected = await _client.ConnectAsync(options, cancellationToken);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new InvalidOperationException($"the broker refuses the account of {BrokerConnectionString.Key} ({connected.ResultCode})");
        }

        var subscribed = await _client.SubscribeAsync(LiveTopics.AllWatches, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken);
        if (subscribed.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
        {
            throw new InvalidOperationException($"the broker does not let us subscribe to {LiveTopics.AllWatches} ({refused.ResultCode})");
        }
    }

    /// <summary>Publishes what the queue brings, until the connection ends.</summary>
    /// <exception cref="EndOfStreamException">The connection ended.</exception>
    public async Task PumpAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        try
        {
            while (true)
            {
                var events = await _queue.TakeAsync(over.Token);
                try
                {
                    await PublishAsync(events, over.Token);
                }
                catch
                {
                    _queue.Miss(events);
                    throw;
                }
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EndOfStreamException(_ended.IsCancellationRequested ? "the connection ended" : "the broker takes nothing", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _client.Dispose();
        _ended.Dispose();
    }

    private async Task PublishAsync(List<LiveEvent> events, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_settings.ConnectTimeout, _time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        foreach (var user in events.GroupBy(liveEvent => liveEvent.UserId))
        {
            foreach (var payload in LiveEvents.ToPayloads(user))
            {
                await _client.PublishAsync(
                    new MqttApplicationMessage { Topic = LiveTopics.Events(user.Key), PayloadSegment = payload }, giveUp.Token);
            }
        }
    }

    private Task HearAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        var message = args.ApplicationMessage;
        if (LiveTopics.TryReadWatch(message.Topic, out var instance))
        {
            var announcement = WatchAnnouncement.Parse(message.Payload.ToArray());
            _watchers.Set(instance, announcement, TimeSpan.FromSeconds(message.MessageExpiryInterval));

            // Retained: it was said before we listened, so that what was stored since has not been told.
            if (message.Retain)
            {
                foreach (var userId in announcement is { Everyone: true } ? [LiveTopics.Everyone] : announcement?.Users ?? [])
                {
                    _queue.Offer(new EventsMissed(userId, 1));
                }
            }
        }

        return Task.CompletedTask;
    }
}
