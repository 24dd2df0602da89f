namespace PlantCare.Domain.Live;

/// <summary>Carries what happens from where it happens to whoever watches. Nothing is kept: history is the readings store's.</summary>
public interface ILiveFeed
{
    /// <summary>Tells every watcher of the events' users. Never waits for a watcher.</summary>
    void Publish(ReadOnlySpan<LiveEvent> events);

    /// <summary>Whether anybody watches that user's plants: if not, there is no need to make an event.</summary>
    bool IsWatched(Guid userId);

    /// <summary>Everything that happens to a user's plants from now on.</summary>
    ILiveSubscription Subscribe(Guid userId);
}

/// <summary>A watcher's place. Disposing gives it up.</summary>
public interface ILiveSubscription : IDisposable
{
    /// <summary>
    /// The events. A watcher that falls behind by more than the feed's bound loses the newest ones; the next one it gets is
    /// <see cref="EventsMissed"/>, so that it can read the history again.
    /// </summary>
    IAsyncEnumerable<LiveEvent> ReadAllAsync(CancellationToken cancellationToken);
}

/// <summary>The watcher was too slow and missed events.</summary>
/// <param name="UserId">Whose watcher.</param>
/// <param name="Count">How many events were dropped.</param>
public sealed record EventsMissed(Guid UserId, long Count) : LiveEvent(UserId, Guid.Empty);
