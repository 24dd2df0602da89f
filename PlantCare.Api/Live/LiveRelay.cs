using System.Collections.Concurrent;
using System.Threading.Channels;
using PlantCare.Contracts.Mqtt;
using PlantCare.Domain.Live;

namespace PlantCare.Api.Live;

/// <summary>
/// Brings this Api's watchers what Ingest publishes on the broker: says who is watched here, and listens for those. What happened while the
/// connection was away is not made up for; watchers are told that they missed something.
/// </summary>
internal sealed partial class LiveRelay(
    BrokerConnectionString broker, LiveSettings settings, LiveFeed feed, TimeProvider time, ILogger<LiveRelay> logger)
    : BackgroundService, ILiveSource
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(1);
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiting = new();
    private int _failures;
    private bool _isAway;
    private volatile LiveSession? _listening;

    /// <summary>Whether events reach this Api now.</summary>
    public bool IsListening => _listening is not null;

    public string? Absence => null;

    public async Task HeardAsync(Guid userId, CancellationToken cancellationToken)
    {
        var heard = _waiting.GetOrAdd(userId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _wake.Writer.TryWrite(true);
        await heard.Task.WaitAsync(HeardWithin, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async Task TellAsync(LiveEvent liveEvent)
    {
        // While the broker is away, those at other Apis are told when it is back that they missed something.
        feed.Publish([liveEvent]);
        if (_listening is { } session)
        {
            using var patience = new CancellationTokenSource(HeardWithin, time);
            try
            {
                await session.PublishAsync(liveEvent, patience.Token);
            }
            catch (Exception exception)
            {
                Log.NotTold(logger, exception);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var session = new LiveSession(settings, feed, time);
                await session.OpenAsync(broker, stoppingToken);
                await StayAsync(session, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Failed(exception);
            }

            var pause = FirstPause * Math.Pow(2, Math.Min(_failures++, 20));
            pause = (pause < settings.LongestPause ? pause : settings.LongestPause) * (0.5 + (Random.Shared.NextDouble() / 2));
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StayAsync(LiveSession session, CancellationToken stoppingToken)
    {
        // step 1: those who watch already have missed what happened until now
        var before = feed.Watched;
        await ListenAsync(session, stoppingToken);
        foreach (var userId in before)
        {
            feed.Publish([new EventsMissed(userId, 1)]);
        }

        Works(session);

        // step 2: those who come, at once; those who go, when somebody comes or the announcement is due
        while (true)
        {
            using var due = new CancellationTokenSource(settings.AnnounceEvery, time);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, session.Ended, due.Token);
            try
            {
                await _wake.Reader.ReadAsync(over.Token);
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested && !session.Ended.IsCancellationRequested)
            {
                // Nobody came.
            }
            catch (OperationCanceledException exception) when (session.Ended.IsCancellationRequested)
            {
                throw new EndOfStreamException("the connection ended", exception);
            }

            await ListenAsync(session, stoppingToken);
        }
    }

    private async Task ListenAsync(LiveSession session, CancellationToken cancellationToken)
    {
        // Whoever waits has subscribed before, and so is among the watched.
        var waiting = _waiting.ToList();
        await session.ListenAsync(feed.Watched, cancellationToken);
        foreach (var one in waiting)
        {
            _waiting.TryRemove(one);
            one.Value.TrySetResult();
        }
    }

    private void Works(LiveSession session)
    {
        _failures = 0;
        _listening = session;
        if (_isAway)
        {
            _isAway = false;
            Log.Found(logger);
        }
    }

    private void Failed(Exception exception)
    {
        _listening = null;
        if (!_isAway)
        {
            _isAway = true;
            Log.Away(logger, exception.GetBaseException().Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Live readings are not heard from the broker for now ({Reason}); trying again")]
        public static partial void Away(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "Live readings are heard from the broker again")]
        public static partial void Found(ILogger logger);

        [LoggerMessage(Level = LogLevel.Debug, Message = "What happened here could not be told to other Apis")]
        public static partial void NotTold(ILogger logger, Exception exception);
    }
}
