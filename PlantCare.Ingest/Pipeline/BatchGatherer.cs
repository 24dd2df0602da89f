using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PlantCare.Ingest.Pipeline;

/// <summary>
/// Takes submissions off the queue, one commit's worth at a time. While a commit runs, the next batch gathers by itself; what is left to
/// decide is whether to commit what is there or to wait for more. It waits without a clock: it stands in the thread pool's line behind
/// everything that is about to run, and when its turn comes and nothing was added, nobody was on the way. So a lone device is never kept
/// waiting, and a hundred that publish in step share a commit instead of racing for it.
/// </summary>
internal sealed class BatchGatherer(ChannelReader<Submission> queue, IngestSettings settings, TimeProvider time)
{
    /// <summary>The next batch; null when the queue is complete and empty.</summary>
    public async ValueTask<List<Submission>?> NextAsync()
    {
        if (!await queue.WaitToReadAsync(CancellationToken.None))
        {
            return null;
        }

        var batch = new List<Submission>();
        var readings = Drain(batch, 0);
        var started = time.GetTimestamp();
        while (readings < settings.MaxBatchReadings && time.GetElapsedTime(started) < settings.GatherTime)
        {
            await default(EndOfTheLine);
            var before = readings;
            readings = Drain(batch, readings);
            if (readings == before)
            {
                break;
            }
        }

        return batch;
    }

    private int Drain(List<Submission> batch, int readings)
    {
        while (readings < settings.MaxBatchReadings && queue.TryRead(out var submission))
        {
            batch.Add(submission);
            readings += submission.Weight;
        }

        return readings;
    }

    /// <summary>Goes on after everything that the thread pool has been given so far. Task.Yield would overtake: it uses the thread's own queue.</summary>
    private readonly struct EndOfTheLine : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public EndOfTheLine GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) =>
            ThreadPool.UnsafeQueueUserWorkItem(static next => next(), continuation, preferLocal: false);
    }
}
