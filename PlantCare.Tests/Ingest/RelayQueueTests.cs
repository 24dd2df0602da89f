using PlantCare.Domain.Live;
using PlantCare.Ingest.Live;

namespace PlantCare.Tests.Ingest;

/// <summary>Live events never make ingest wait, and none is dropped in silence.</summary>
public sealed class RelayQueueTests
{
    private static readonly Guid Owner = Guid.CreateVersion7();
    private static readonly Guid Neighbour = Guid.CreateVersion7();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Offer_beyond_the_bound_is_counted_and_told_to_whom_it_concerns()
    {
        var queue = new RelayQueue();
        for (var i = 0; i < RelayQueue.Capacity; i++)
        {
            queue.Offer(new Happened(Neighbour));
        }

        queue.Offer(new Happened(Owner));
        queue.Offer(new Happened(Owner));

        var events = await queue.TakeAsync(Cancellation);
        var missed = Assert.Single(events.OfType<EventsMissed>());
        Assert.Equal((Owner, 2), (missed.UserId, missed.Count));
        Assert.NotEmpty(events.OfType<Happened>());
    }

    [Fact]
    public async Task MissAll_gives_up_what_waits_and_counts_it()
    {
        var queue = new RelayQueue();
        queue.Offer(new Happened(Owner));
        queue.Offer(new EventsMissed(Owner, 4));

        queue.MissAll();

        var missed = Assert.IsType<EventsMissed>(Assert.Single(await queue.TakeAsync(Cancellation)));
        Assert.Equal(5, missed.Count);
    }

    [Fact]
    public async Task TakeAsync_waits_until_there_is_something()
    {
        var queue = new RelayQueue();
        var taking = queue.TakeAsync(Cancellation);
        Assert.False(taking.IsCompleted);

        queue.Offer(new Happened(Owner));

        Assert.IsType<Happened>(Assert.Single(await taking));
    }

    private sealed record Happened(Guid UserId) : LiveEvent(UserId, Guid.Empty);
}
