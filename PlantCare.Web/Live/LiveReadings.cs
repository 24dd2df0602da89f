using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Client;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Problems;

namespace PlantCare.Web.Live;

/// <summary>What a page hears of its owner's plants. Called on any thread: go through <c>InvokeAsync</c>.</summary>
internal interface ILiveListener
{
    /// <summary>A reading was stored.</summary>
    void OnReading(LatestRow reading);

    /// <summary>An alert began, was acknowledged, or is over.</summary>
    void OnAlert(AlertResponse alert)
    {
        // Most pages show none.
    }

    /// <summary>
    /// The stream is there for the first time. What was stored after the page's own reading and before now, it does not bring: catch up.
    /// </summary>
    void OnOpened()
    {
        // Who looks again by itself sees it.
    }

    /// <summary>Something may have been missed: read again what is shown.</summary>
    void OnGap();

    /// <summary>The stream came or went.</summary>
    void OnStateChanged();
}

/// <summary>How the stream is doing.</summary>
internal enum LiveState
{
    /// <summary>Not there yet.</summary>
    Connecting,

    /// <summary>Readings arrive as they happen.</summary>
    Live,

    /// <summary>It broke and is being set up again.</summary>
    Interrupted,
}

/// <summary>The circuit's one subscription to Api's live stream, shared by the pages that listen, running while any does.</summary>
internal sealed partial class LiveReadings : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly PlantCareClient _api;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveReadings> _logger;
    private readonly Lock _lock = new();
    private ILiveListener[] _listeners = [];
    private CancellationTokenSource? _running;

    public LiveReadings(PlantCareClient api, TimeProvider time, ILogger<LiveReadings> logger)
    {
        _api = api;
        _time = time;
        _logger = logger;
    }

    /// <summary>How the stream is doing.</summary>
    public LiveState State { get; private set; }

    /// <summary>Listens until the answer is disposed.</summary>
    public IDisposable Listen(ILiveListener listener)
    {
        lock (_lock)
        {
            _listeners = [.. _listeners, listener];
            if (_running is null)
            {
                _running = new CancellationTokenSource();
                _ = Task.Run(() => RunAsync(_running.Token));
            }
        }

        return new Subscription(this, listener);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _listeners = [];
            Stop();
        }
    }

    private void Leave(ILiveListener listener)
    {
        lock (_lock)
        {
            _listeners = [.. _listeners.Where(other => !ReferenceEquals(other, listener))];
            if (_listeners.Length == 0)
            {
                Stop();
            }
        }
    }

    private void Stop()
    {
        _running?.Cancel();
        _running?.Dispose();
        _running = null;
        State = LiveState.Connecting;
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        var attempt = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await WatchAsync(again: State == LiveState.Interrupted, stopping))
                {
                    attempt = 0;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or ApiException or OperationCanceledException)
            {
                Log.Interrupted(_logger, exception.Message);
            }
            catch (Exception exception)
            {
                // A message that we cannot read: said as an error, and tried again, for the next one may be fine.
                Log.Failed(_logger, exception);
            }

            Say(LiveState.Interrupted, stopping);
            try
            {
                await Task.Delay(Pause(attempt++), _time, stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <returns>Whether anything came at all.</returns>
    private async Task<bool> WatchAsync(bool again, CancellationToken stopping)
    {
        // Api sends a heartbeat every 15 seconds; a connection that is silent for three of them is dead, whatever TCP believes.
        using var silence = new CancellationTokenSource(Silence, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, stopping);
        var heard = false;
        await foreach (var message in _api.Data.WatchAsync(plantId: null, either.Token))
        {
            silence.CancelAfter(Silence);
            if (!heard)
            {
                heard = true;
                Say(LiveState.Live, stopping);
                ForEach(listener =>
                {
                    if (again)
                    {
                        listener.OnGap();
                    }
                    else
                    {
                        listener.OnOpened();
                    }
                }, stopping);
            }

            if (message.Reading is { } reading)
            {
                ForEach(listener => listener.OnReading(reading), stopping);
            }
            else if (message.Alert is { } alert)
            {
                ForEach(listener => listener.OnAlert(alert), stopping);
            }
            else if (message.Event == LiveMessage.MissedEvent)
            {
                ForEach(listener => listener.OnGap(), stopping);
            }
        }

        return heard;
    }

    private void Say(LiveState state, CancellationToken stopping)
    {
        if (State != state && !stopping.IsCancellationRequested)
        {
            State = state;
            ForEach(listener => listener.OnStateChanged(), stopping);
        }
    }

    private void ForEach(Action<ILiveListener> tell, CancellationToken stopping)
    {
        foreach (var listener in Volatile.Read(ref _listeners))
        {
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            tell(listener);
        }
    }

    // Jitter, so that a restarted Api does not meet every open page in the same second.
    private static TimeSpan Pause(int attempt)
    {
        var longest = Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(attempt, 10)));
        return TimeSpan.FromSeconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    private sealed class Subscription(LiveReadings live, ILiveListener listener) : IDisposable
    {
        public void Dispose() => live.Leave(listener);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "The live stream broke: {Reason}")]
        public static partial void Interrupted(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "The live stream brought something unreadable")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
