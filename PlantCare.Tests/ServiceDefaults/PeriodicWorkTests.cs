using System.Collections.Concurrent;
using PlantCare.ServiceDefaults;
using PlantCare.Tests.Infrastructure;

namespace PlantCare.Tests.ServiceDefaults;

public sealed class PeriodicWorkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failure_is_told_and_does_not_end_it()
    {
        var first = new InvalidOperationException("one");
        var second = new TaskCanceledException("a call gave up by itself");
        using var work = new Work(first, second, null, first);

        await work.StartAsync(Cancellation);
        await Until.TrueAsync(() => Task.FromResult(work.Times > 4), Cancellation);
        await work.StopAsync(Cancellation);

        Assert.Equal([(first, false), (second, true), (first, false)], work.Told);
        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Stop_during_it_is_no_failure()
    {
        using var work = new Work { IsEndless = true };

        await work.StartAsync(Cancellation);
        await Until.TrueAsync(() => Task.FromResult(work.Times > 0), Cancellation);
        await work.StopAsync(Cancellation);

        Assert.Empty(work.Told);
        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
    }

    private sealed class Work(params Exception?[] failures) : PeriodicWork(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(1), TimeProvider.System)
    {
        private readonly ConcurrentQueue<(Exception, bool)> _told = [];
        private int _times;

        public bool IsEndless { get; init; }

        public int Times => Volatile.Read(ref _times);

        public IEnumerable<(Exception Failure, bool IsRepeated)> Told => _told;

        protected override Task DoAsync(CancellationToken stoppingToken)
        {
            var turn = Interlocked.Increment(ref _times) - 1;
            if (IsEndless)
            {
                return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken);
            }

            return turn < failures.Length && failures[turn] is { } failure ? Task.FromException(failure) : Task.CompletedTask;
        }

        protected override void Tell(Exception failure, bool isRepeated) => _told.Enqueue((failure, isRepeated));
    }
}
