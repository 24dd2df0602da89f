using System.Threading.Channels;

namespace PlantCare.Ingest.Pipeline;

/// <summary>
/// Takes submissions off the queue, one commit's worth at a time. While a commit runs, the next batch gathers by itself; what is left to
/// decide is whether to commit what is there or to wait for more. It waits for as many readings as the last batch had, and no longer
/// than the gather time: a lone device is never kept waiting, and a hundred that publish in step share a commit instead of racing for it.
/// Those who bring submissions count them, so that the one who waits is woken once for a batch and not once for each of them.
/// </summary>
internal sealed class BatchGatherer(ChannelReader<Submission> queue, IngestSettings settings, TimeProvider time)
{
    private int _expected = 1;
    private int _missing;
    private TaskCompletionSource? _enough;

    /// <summary>The next batch; null when the queue is complete and empty.</summary>
    public async ValueTask<List<Submission>?> NextAsync()
    {
        if (!await queue.WaitToReadAsync(CancellationToken.None))
        {
            return null;
        }

        var batch = new List<Submission>(_expected);
        var readings = Drain(batch, 0);
        if (readings < _expected && settings.GatherTime > TimeSpan.Zero)
        {
            readings = await WaitForMoreAsync(batch, readings);
        }

        // Half of the way down at a time: one thin batch is no reason to hurry the next.
        _expected = Math.Min(settings.MaxBatchReadings, Math.Max(readings, (_expected + readings) / 2));
        return batch;
    }

    /// <summary>Says that readings were put into the queue.</summary>
    public void Arrived(int readings)
    {
        if (Volatile.Read(ref _missing) > 0 && Interlocked.Add(ref _missing, -readings) <= 0)
        {
            Interlocked.Exchange(ref _enough, null)?.TrySetResult();
        }
    }

    private async Task<int> WaitForMoreAsync(List<Submission> batch, int readings)
    {
        // step 1: from now on arrivals are counted
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _enough, enough);
        Volatile.Write(ref _missing, _expected - readings);

        // step 2: what came before that was not, and is taken now; an arrival between the two counts twice and ends the wait a little early
        readings = Drain(batch, readings);
        if (readings < _expected && !queue.Completion.IsCompleted)
        {
            await Task.WhenAny(enough.Task, queue.Completion, Task.Delay(settings.GatherTime, time));
        }

        // step 3: time is up, or all are there
        Volatile.Write(ref _missing, 0);
        return Drain(batch, readings);
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
}
