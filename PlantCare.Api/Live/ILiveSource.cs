using PlantCare.Domain.Live;

namespace PlantCare.Api.Live;

/// <summary>Where the live feed's events come from.</summary>
internal interface ILiveSource
{
    /// <summary>Why none can come, and what to do about it; null where they can.</summary>
    string? Absence { get; }

    /// <summary>
    /// Waits until whatever happens to a user's plants from then on reaches the feed, to which somebody has subscribed already. Not for long:
    /// where the source is away for the moment, the feed tells its watchers later that they missed something.
    /// </summary>
    Task HeardAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>
    /// Tells everybody who watches, at whichever Api, what happened at this one. Not waited for long, and no failure of who made it happen: who
    /// cannot be told is told later that they missed something.
    /// </summary>
    Task TellAsync(LiveEvent liveEvent);
}

/// <summary>The events happen in this process, as in the home edition.</summary>
internal sealed class LocalSource(ILiveFeed feed) : ILiveSource
{
    public string? Absence => null;

    public Task HeardAsync(Guid userId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task TellAsync(LiveEvent liveEvent)
    {
        feed.Publish([liveEvent]);
        return Task.CompletedTask;
    }
}

/// <summary>Api alone: nobody tells it what happens.</summary>
internal sealed class NoSource : ILiveSource
{
    public string Absence =>
        "This server is not told of readings as they happen: its setting ConnectionStrings__mqtt is missing. Ask GET /data/latest from time to time.";

    public Task HeardAsync(Guid userId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task TellAsync(LiveEvent liveEvent) => Task.CompletedTask;
}
