using System.Collections.Concurrent;
using System.Threading.Channels;
using PlantCare.Domain.Live;

namespace PlantCare.Ingest.Live;

/// <summary>Events on their way to the broker. It never makes ingest wait: what it has no room for is counted, and its user told so.</summary>
internal sealed class RelayQueue
{
    /// <summary>How many events may wait for the broker.</summary>
    public const int Capacity = 4_096;

    private const int AtATime = 512;

    private readonly Channel<LiveEvent> _events = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ConcurrentDictionary<Guid, long> _missed = new();

    /// <summary>Adds an event, or counts it as missed.</summary>
    public void Offer(LiveEvent liveEvent)
    {
        // The channel waits when it is full, so TryWrite refuses. Then it has a reader, who sees what was missed.
        if (!_events.Writer.TryWrite(liveEvent))
        {
            Miss(liveEvent);
        }
    }

    /// <summary>These did not get through.</summary>
    public void Miss(IEnumerable<LiveEvent> events)
    {
        foreach (var liveEvent in events)
        {
            Miss(liveEvent);
        }
    }

    /// <summary>Gives up all that waits: it is old, and who watches has to read the history anyway.</summary>
    public void MissAll()
    {
        while (_events.Reader.TryRead(out var liveEvent))
        {
            Miss(liveEvent);
        }
    }

    /// <summary>The next events, and what was missed before them.</summary>
    public async ValueTask<List<LiveEvent>> TakeAsync(CancellationToken cancellationToken)
    {
        if (_missed.IsEmpty)
        {
            await _events.Reader.WaitToReadAsync(cancellationToken);
        }

        var events = new List<LiveEvent>();
        while (events.Count < AtATime && _events.Reader.TryRead(out var liveEvent))
        {
            events.Add(liveEvent);
        }

        foreach (var userId in _missed.Keys)
        {
            if (_missed.TryRemove(userId, out var count))
            {
                events.Add(new EventsMissed(userId, count));
            }
        }

        return events;
    }

    private void Miss(LiveEvent liveEvent)
    {
        var count = liveEvent is EventsMissed missed ? missed.Count : 1;
        _missed.AddOrUpdate(liveEvent.UserId, count, (_, before) => before + count);
    }
}
