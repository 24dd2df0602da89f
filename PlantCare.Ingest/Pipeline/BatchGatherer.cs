using System.Threading.Channels;

namespace PlantCare.Ingest.Pipeline;

/// <summary>
/// Takes submissions off the queue, one commit's worth at a time. While a commit runs, the next batch gathers by itself; what is left to
/// decide is whether to commit what is there or to wait for more. It waits for as many readings as the last batch had, and no longer
/// than the gather time: a lone device is never kept waiting, and a hundred that publish in step share a commit instead of racing for it.
/// </summary>
internal sealed class BatchGatherer(ChannelReader<Submission> queue, IngestSettings settings, TimeProvider time)
{
    private int _expected = 1;

    /// <summary>The next batch; null when the queue is complete and empty.</summary>
    public async ValueTask<List<Submission>?> NextAsync()
    {
        if (!await queue.WaitToReadAsync(CancellationToken.None))
        {
            return null;
        }

        var batch = new List<Submission>();
        var readings = Drain(batch, 0);
        if (readings < _expected && settings.GatherTime > TimeSpan.Zero)
        {
            readings = await WaitForMoreAsync(batch, readings);
        }

        // Half of the way down at a time: one thin batch is no reason to hurry the next.
        _expected = Math.Min(settings.MaxBatchReadings, Math.Max(readings, (_expected + readings) / 2));
        return batch;
    }

    private async Task<int> WaitForMoreAsync(List<Submission> batch, int readings)
    {
        using var deadline = new CancellationTokenSource(settings.GatherTime, time);
        try
        {
            while (readings < _expected && await queue.WaitToReadAsync(deadline.Token))
            {
                readings = Drain(batch, readings);
            }
        }
        catch (OperationCanceledException)
        {
            // Time is up: commit what is there.
        }

        return readings;
    }

    private int Drain(List<Submission> batch, int readings)
    {
        while (readings < settings.MaxBatchReadings && queue.TryRead(out var submission))
        {
            batch.Add(submission);
            readings += Math.Max(1, submission.Readings.Count);
        }

        return readings;
    }
}
