using PlantCare.Domain.Readings;
using PlantCare.Ingest.Traces;

namespace PlantCare.Ingest.Pipeline;

/// <summary>
/// Makes a batch durable, however long that takes, then keeps the promises. A batch has three ends: stored; refused for good, which goes
/// to the dead letters; or not now, which is tried again until the process stops.
/// </summary>
internal sealed partial class BatchCommitter(
    IReadingStore store,
    IDeadLetterStore deadLetters,
    IEnumerable<IReadingObserver> observers,
    IngestMetrics metrics,
    IngestHealth health,
    TimeProvider time,
    ILogger<BatchCommitter> logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);

    private readonly IReadingObserver[] _observers = [.. observers];

    /// <exception cref="OperationCanceledException">The process is stopping and the store is still away: nothing was promised.</exception>
    public async Task CommitAsync(List<Submission> batch, CancellationToken cancellationToken)
    {
        var readings = batch.Count == 1 ? batch[0].Readings : ReadingsOf(batch);
        var started = time.GetTimestamp();
        using var trace = IngestTraces.StartCommit(batch, readings.Count);

        // step 1: the readings
        if (readings.Count > 0 && !await TryStoreAsync(batch, readings, cancellationToken))
        {
            return;
        }

        // step 2: what was rejected by the decoder or refused by the store
        var letters = batch.Where(submission => submission.Rejections.Count > 0).SelectMany(submission => submission.DeadLetters()).ToList();
        if (letters.Count > 0)
        {
            await PersistAsync(() => AppendAsync(letters, cancellationToken), "dead letters", cancellationToken);
        }

        // step 3: everything is durable, so everybody may know
        metrics.Committed(batch, readings.Count, letters, time.GetElapsedTime(started));
        Promises.Settle(batch, static submission => submission.Complete());
        Observe(readings);
    }

    /// <returns>False when the batch could only be committed in parts, which then are done.</returns>
    private async Task<bool> TryStoreAsync(List<Submission> batch, IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        try
        {
            var result = await PersistAsync(() => store.WriteAsync(readings, cancellationToken), "readings", cancellationToken);
            foreach (var refused in result.Refused)
            {
                OwnerOf(batch, refused.Index).Refuse(refused.Detail);
            }

            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // No store says so of readings it does not like or of its own absence, so this is a fault in the program, set off by one of
            // these readings. Nobody else's may wait for it: halve the batch until it stands alone.
            if (batch.Count > 1)
            {
                await CommitAsync(batch[..(batch.Count / 2)], cancellationToken);
                await CommitAsync(batch[(batch.Count / 2)..], cancellationToken);
                return false;
            }

            Log.Poison(logger, exception, batch[0].Message.DeviceId);
            batch[0].RefuseAll("the store could not take it; this is a fault in PlantCare, please report it");
            return true;
        }
    }

    private async Task<WriteResult> AppendAsync(List<DeadLetter> letters, CancellationToken cancellationToken)
    {
        try
        {
            await deadLetters.AppendAsync(letters, cancellationToken);
            return WriteResult.Stored;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return WriteResult.NotNow(exception.GetBaseException().Message);
        }
    }

    private async Task<WriteResult> PersistAsync(Func<Task<WriteResult>> write, string what, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(FirstRetry, LongestRetry);
        while (true)
        {
            var result = await write();
            if (result.IsStored)
            {
                if (health.Recovered(what))
                {
                    Log.Recovered(logger, what);
                }

                return result;
            }

            metrics.Retried(what);
            if (health.Failing(what, result.NotNowBecause!))
            {
                Log.NotNow(logger, what, result.NotNowBecause!);
            }

            await Task.Delay(backoff.Next(), time, cancellationToken);
        }
    }

    private static List<Reading> ReadingsOf(List<Submission> batch)
    {
        var readings = new List<Reading>(batch.Count);
        foreach (var submission in batch)
        {
            for (var i = 0; i < submission.Readings.Count; i++)
            {
                readings.Add(submission.Readings[i]);
            }
        }

        return readings;
    }

    private static Submission OwnerOf(List<Submission> batch, int index)
    {
        foreach (var submission in batch)
        {
            if (index < submission.Readings.Count)
            {
                return submission;
            }

            index -= submission.Readings.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(index), index, "The store refused a reading that was not in the batch.");
    }

    private void Observe(IReadOnlyList<Reading> readings)
    {
        foreach (var observer in _observers)
        {
            try
            {
                observer.OnStored(readings);
            }
            catch (Exception exception)
            {
                // The readings are kept; whoever only watches must not stop the next ones.
                Log.ObserverFailed(logger, exception, observer.GetType().Name);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The store cannot take {What} now and will be tried again: {Reason}")]
        public static partial void NotNow(ILogger logger, string what, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "The store takes {What} again")]
        public static partial void Recovered(ILogger logger, string what);

        [LoggerMessage(Level = LogLevel.Error, Message = "A message of device {DeviceId} cannot be stored and goes to the dead letters")]
        public static partial void Poison(ILogger logger, Exception exception, string deviceId);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Observer} failed on stored readings")]
        public static partial void ObserverFailed(ILogger logger, Exception exception, string observer);
    }
}
