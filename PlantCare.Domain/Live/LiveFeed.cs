using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PlantCare.Domain.Live;

/// <summary>A live feed within one process.</summary>
public sealed class LiveFeed : ILiveFeed
{
    /// <summary>How many events a watcher may fall behind.</summary>
    public const int Capacity = 1_000;

    private readonly ConcurrentDictionary<Guid, Subscription[]> _watchers = new();

    /// <summary>Everybody whose plants are watched now.</summary>
    public IReadOnlyCollection<Guid> Watched => [.. _watchers.Keys];

    /// <inheritdoc/>
    public void Publish(ReadOnlySpan<LiveEvent> events)
    {
        foreach (var liveEvent in events)
        {
            if (_watchers.TryGetValue(liveEvent.UserId, out var watchers))
            {
                foreach (var watcher in watchers)
                {
                    watcher.Offer(liveEvent);
                }
            }
        }
    }

    /// <inheritdoc/>
    public bool IsWatched(Guid userId) => _watchers.ContainsKey(userId);

    /// <inheritdoc/>
    public ILiveSubscription Subscribe(Guid userId)
    {
        var subscription = new Subscription(this, userId);
        _watchers.AddOrUpdate(userId, _ => [subscription], (_, others) => [.. others, subscription]);
        return subscription;
    }

    private void Remove(Subscription subscription)
    {
        while (_watchers.TryGetValue(subscription.UserId, out var watchers))
        {
            var rest = Array.FindAll(watchers, watcher => watcher != subscription);
            var done = rest.Length == 0
                ? _watchers.TryRemove(KeyValuePair.Create(subscription.UserId, watchers))
                : _watchers.TryUpdate(subscription.UserId, rest, watchers);
            if (done)
            {
                return;
            }
        }
    }

    private sealed class Subscription(LiveFeed feed, Guid userId) : ILiveSubscription
    {
        private readonly Channel<LiveEvent> _events = Channel.CreateBounded<LiveEvent>(
            new BoundedChannelOptions(Capacity) { SingleReader = true });

        private long _missed;

        public Guid UserId { get; } = userId;

        // The channel waits when it is full, so TryWrite refuses: the newest event is counted as missed instead of stored.
        public void Offer(LiveEvent liveEvent)
        {
            if (!_events.Writer.TryWrite(liveEvent))
            {
                Interlocked.Increment(ref _missed);
            }
        }

        public async IAsyncEnumerable<LiveEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var liveEvent in _events.Reader.ReadAllAsync(cancellationToken))
            {
                yield return liveEvent;
                if (Interlocked.Exchange(ref _missed, 0) is > 0 and var missed)
                {
                    yield return new EventsMissed(UserId, missed);
                }
            }
        }

        public void Dispose()
        {
            feed.Remove(this);
            _events.Writer.TryComplete();
        }
    }
}
