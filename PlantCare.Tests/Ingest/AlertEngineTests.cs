using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Domain.Care;
using PlantCare.Domain.Live;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Care;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.Ingest;

public sealed class AlertEngineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pass_that_is_given_up_is_not_the_last_one()
    {
        var feed = new GivingUpFeed();
        await using var host = await IngestHost.StartAsync(services => services.AddSingleton<ILiveFeed>(feed).AddSingleton<TimeProvider>(new HastyTime { Speed = 10 }));

        await host.SubmitAsync("""{"battery":3}""");
        await Until.TrueAsync(() => Task.FromResult(feed.HasGivenUp), Cancellation);
        await host.SubmitAsync("""{"battery":90}""");

        await Until.TrueAsync(async () => (await AlertAsync(host))?.State == AlertState.Resolved, Cancellation);
    }

    private static Task<Alert?> AlertAsync(IngestHost host) =>
        host.Services.GetRequiredService<SystemWork>().RunAsync(database => database.Alerts.AsNoTracking().SingleOrDefaultAsync(Cancellation));

    /// <summary>Gives up the first alert, as a call does that ran out of time.</summary>
    private sealed class GivingUpFeed : ILiveFeed
    {
        private readonly LiveFeed _inner = new();

        public bool HasGivenUp { get; private set; }

        public void Publish(ReadOnlySpan<LiveEvent> events)
        {
            if (!HasGivenUp && events is [AlertChanged, ..])
            {
                HasGivenUp = true;
                throw new TaskCanceledException("It took too long.");
            }

            _inner.Publish(events);
        }

        public bool IsWatched(Guid userId) => _inner.IsWatched(userId);

        public ILiveSubscription Subscribe(Guid userId) => _inner.Subscribe(userId);
    }
}
