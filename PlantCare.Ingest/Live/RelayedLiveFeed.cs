using PlantCare.Domain.Live;

namespace PlantCare.Ingest.Live;

/// <summary>A live feed whose watchers are at other processes: an event goes to those here, and to the broker if somebody watches there.</summary>
internal sealed class RelayedLiveFeed(Watchers watchers, RelayQueue queue) : ILiveFeed
{
    private readonly LiveFeed _here = new();

    /// <inheritdoc/>
    public void Publish(ReadOnlySpan<LiveEvent> events)
    {
        _here.Publish(events);
        foreach (var liveEvent in events)
        {
            if (watchers.Include(liveEvent.UserId))
            {
                queue.Offer(liveEvent);
            }
        }
    }

    /// <inheritdoc/>
    public bool IsWatched(Guid userId) => watchers.Include(userId) || _here.IsWatched(userId);

    /// <inheritdoc/>
    public ILiveSubscription Subscribe(Guid userId) => _here.Subscribe(userId);
}
