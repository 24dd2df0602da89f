using System.Collections.Concurrent;
using System.Threading.Channels;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Decoding;
using PlantCare.Ingest.Devices;
using PlantCare.Ingest.Traces;
using Channel = System.Threading.Channels.Channel;

namespace PlantCare.Ingest.Pipeline;

/// <summary>
/// The way of a reading, whichever door it came through: decode, check who may say so, gather, commit, keep the promise. Decoding runs on
/// the caller's thread, many at once; one loop commits. The queue between them is bounded, and full it makes the caller wait, who makes
/// the device wait: there is no buffer that a crash could lose.
/// </summary>
internal sealed partial class IngestPipeline : BackgroundService, IReadingIntake
{
    private readonly IDeviceDirectory _directory;
    private readonly Newcomers _newcomers;
    private readonly BatchCommitter _committer;
    private readonly IngestSettings _settings;
    private readonly ILogger<IngestPipeline> _logger;
    private readonly System.Threading.Channels.Channel<Submission> _queue;
    private readonly BatchGatherer _gatherer;
    private readonly ConcurrentDictionary<string, ArrivalClock> _clocks = new(StringComparer.Ordinal);

    public IngestPipeline(
        IDeviceDirectory directory,
        Newcomers newcomers,
        BatchCommitter committer,
        IngestSettings settings,
        IngestMetrics metrics,
        TimeProvider time,
        ILogger<IngestPipeline> logger)
    {
        (_directory, _newcomers, _committer, _settings, _logger) = (directory, newcomers, committer, settings, logger);
        _queue = Channel.CreateBounded<Submission>(new BoundedChannelOptions(settings.QueueCapacity) { SingleReader = true });
        _gatherer = new BatchGatherer(_queue.Reader, settings, time);
        metrics.ObserveQueue(() => _queue.Reader.Count);
    }

    /// <inheritdoc/>
    public ValueTask<IntakeResult> SubmitAsync(IncomingMessage message, CancellationToken cancellationToken) =>
        _directory.TryFind(message.DeviceId, out var device)
            ? EnqueueAsync(message, device.UserId, Decode(message, device), cancellationToken)
            : SubmitNewcomerAsync(message, cancellationToken);

    /// <summary>Stores what a message of a gateway was decoded to elsewhere.</summary>
    public ValueTask<IntakeResult> SubmitAsync(
        IncomingMessage message, DeviceIdentity gateway, DecodedMessage decoded, CancellationToken cancellationToken) =>
        EnqueueAsync(message, gateway.UserId, decoded, cancellationToken);

    /// <summary>What must be known to decode a message of that device.</summary>
    public DecodingContext ContextOf(in IncomingMessage message, DeviceIdentity device)
    {
        var clock = _clocks.GetOrAdd(device.DeviceId, static _ => new ArrivalClock());
        return new DecodingContext(
            device, message.ReceivedAt, clock, message.ReceivedAt - _settings.Retention, message.ReceivedAt + _settings.MaxClockAhead);
    }

    /// <summary>Keeps a message that is no reading among the dead letters of its device's owner.</summary>
    public async ValueTask<IntakeResult> RefuseAsync(IncomingMessage message, Rejection rejection, CancellationToken cancellationToken)
    {
        // A message of no device, as one that waits to be claimed sends, has no name.
        if (!_directory.TryFind(message.DeviceId, out var device) && message.DeviceId.Length > 0)
        {
            device = await _newcomers.FindAsync(message.DeviceId, cancellationToken);
        }

        return await EnqueueAsync(message, device?.UserId, new DecodedMessage([], [rejection]), cancellationToken);
    }

    /// <summary>Commits until the queue is complete, so that what was taken in before the stop is kept.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _gatherer.NextAsync() is { } batch)
        {
            try
            {
                await _committer.CommitAsync(batch, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                Promises.Settle(batch, submission => submission.TrySetCanceled(CancellationToken.None));
            }
            catch (Exception exception)
            {
                Log.BatchFailed(_logger, exception, batch.Count);
                Promises.Settle(batch, submission => submission.TrySetException(exception));
            }
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running)
        {
            // A short while to commit what is there; then the store is away, and whoever waits will send it again.
            await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, cancellationToken));
        }

        await base.StopAsync(cancellationToken);
    }

    private async ValueTask<IntakeResult> SubmitNewcomerAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        var device = await _newcomers.FindAsync(message.DeviceId, cancellationToken);
        var decoded = device is null
            ? DecodedMessage.Rejected(RejectionReason.UnknownDevice, "the device does not exist any more")
            : Decode(message, device);
        return await EnqueueAsync(message, device?.UserId, decoded, cancellationToken);
    }

    private ValueTask<IntakeResult> EnqueueAsync(in IncomingMessage message, Guid? userId, DecodedMessage decoded, CancellationToken cancellationToken)
    {
        var trace = IngestTraces.StartMessage(message);
        var submission = new Submission(message, userId, decoded) { Trace = trace };

        // Nearly every message: there is room, and nobody looks.
        return trace is null && _queue.Writer.TryWrite(submission)
            ? new ValueTask<IntakeResult>(submission.Task.WaitAsync(cancellationToken))
            : EnqueueAsync(submission, cancellationToken);
    }

    private async ValueTask<IntakeResult> EnqueueAsync(Submission submission, CancellationToken cancellationToken)
    {
        using var trace = submission.Trace;
        try
        {
            await _queue.Writer.WriteAsync(submission, cancellationToken);
        }
        catch (ChannelClosedException exception)
        {
            throw new OperationCanceledException("Ingest is stopping.", exception);
        }

        var result = await submission.Task.WaitAsync(cancellationToken);
        IngestTraces.SetResult(trace, result);
        return result;
    }

    private DecodedMessage Decode(in IncomingMessage message, DeviceIdentity device) =>
        ReadingDecoder.Decode(message.Payload.Span, ContextOf(message, device));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Messages} messages failed; their senders will send them again")]
        public static partial void BatchFailed(ILogger logger, Exception exception, int messages);
    }
}
