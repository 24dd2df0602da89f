using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Pipeline;
using PlantCare.Storage.Relational;

namespace PlantCare.Ingest.Devices;

/// <summary>
/// Remembers when each device was last heard, whether it is there, what it says of itself (battery, signal, firmware) and its rhythm, and writes
/// that to the database now and then: at once when a device comes or goes, every half minute for the rest, so that a reading does not cost a second commit.
/// </summary>
internal sealed partial class DevicePresence(SystemWork system, TimeProvider time, ILogger<DevicePresence> logger)
    : BackgroundService, IReadingObserver
{
    private const double NewsOfInterval = 0.1;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Presence> _devices = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _soon = new(0, 1);

    /// <inheritdoc/>
    public void OnStored(IReadOnlyList<Reading> readings)
    {
        var now = time.GetUtcNow();
        for (var i = 0; i < readings.Count; i++)
        {
            // What a gateway's sensor says of itself is not the gateway's, and the gateway's rhythm is its sensors' together.
            var reading = readings[i];
            var isOwn = reading.Sensor is null;
            Note(reading.DeviceId, new Seen(now, IsOnline: true, isOwn ? SelfReport.Of(reading.Measurements) : default), isOwn ? reading.Time : null);
        }
    }

    /// <summary>The device connected or disconnected, or said so itself.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="isOnline">Whether it is there.</param>
    /// <param name="isHeard">Whether that happens now; false for what the broker had kept, which may be old.</param>
    public void SetOnline(string deviceId, bool isOnline, bool isHeard = true) =>
        Note(deviceId, new Seen(isHeard ? time.GetUtcNow() : null, isOnline, default), measuredAt: null);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _soon.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _soon.WaitAsync(Interval, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // Stopping: what is known is written once more below.
            }

            await FlushAsync();
        }
    }

    private void Note(string deviceId, in Seen seen, DateTimeOffset? measuredAt)
    {
        if (_devices.GetOrAdd(deviceId, static _ => new Presence()).Note(seen, measuredAt))
        {
            WriteSoon();
        }
    }

    private void WriteSoon()
    {
        try
        {
            _soon.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been asked to already.
        }
    }

    private async Task FlushAsync()
    {
        var changes = new List<(string DeviceId, Seen Seen)>();
        foreach (var (deviceId, presence) in _devices)
        {
            if (presence.TakeChange() is { } seen)
            {
                changes.Add((deviceId, seen));
            }
        }

        if (changes.Count == 0)
        {
            return;
        }

        try
        {
            await system.RunAsync(context => WriteAsync(context, changes));
        }
        catch (Exception exception)
        {
            // The next reading of each device tells it again.
            changes.ForEach(change => _devices.GetValueOrDefault(change.DeviceId)?.Keep(change.Seen));
            Log.NotWritten(logger, exception, changes.Count);
        }
    }

    private static Task WriteAsync(PlantCareContext context, List<(string DeviceId, Seen Seen)> changes) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            foreach (var (deviceId, seen) in changes)
            {
                var (battery, rssi, firmware) = seen.Self;
                var (at, interval) = (seen.At, seen.IntervalSeconds);
                await context.Devices.Where(device => device.DeviceId == deviceId).ExecuteUpdateAsync(device => device
                    .SetProperty(d => d.LastSeen, d => at ?? d.LastSeen)
                    .SetProperty(d => d.Online, seen.IsOnline)
                    .SetProperty(d => d.Battery, d => battery ?? d.Battery)
                    .SetProperty(d => d.Rssi, d => rssi ?? d.Rssi)
                    .SetProperty(d => d.Firmware, d => firmware ?? d.Firmware)
                    .SetProperty(d => d.IntervalSeconds, d => interval ?? d.IntervalSeconds));
            }

            await transaction.CommitAsync();
        });

    /// <summary>What is known of a device, to be written.</summary>
    private readonly record struct Seen(DateTimeOffset? At, bool IsOnline, SelfReport Self, double? IntervalSeconds = null);

    private sealed class Presence
    {
        private readonly Lock _lock = new();
        private readonly ReadingInterval _interval = new();
        private Seen _seen;
        private double? _writtenInterval;
        private bool _isKnown;
        private bool _isChanged;

        /// <returns>True when the device came or went, which somebody may be waiting to see.</returns>
        public bool Note(in Seen seen, DateTimeOffset? measuredAt)
        {
            lock (_lock)
            {
                var turned = !_isKnown || _seen.IsOnline != seen.IsOnline;
                _seen = seen with { At = seen.At ?? _seen.At, Self = seen.Self.Over(_seen.Self) };
                _isKnown = _isChanged = true;
                if (measuredAt is { } time)
                {
                    _interval.Add(time);
                }

                return turned;
            }
        }

        public Seen? TakeChange()
        {
            lock (_lock)
            {
                if (!_isChanged)
                {
                    return null;
                }

                // What is written is let go: other hardware may take the device's place, and must not be told what the old one said.
                var change = _seen with { IntervalSeconds = TakeInterval() };
                (_seen, _isChanged) = (_seen with { At = null, Self = default }, false);
                return change;
            }
        }

        /// <summary>It could not be written.</summary>
        public void Keep(in Seen lost)
        {
            lock (_lock)
            {
                _seen = _seen with { At = _seen.At ?? lost.At };
                (_writtenInterval, _isChanged) = (null, true);
            }
        }

        // It hardly ever changes, and then only in what nobody would notice.
        private double? TakeInterval()
        {
            var seconds = _interval.Seconds;
            var isNews = seconds is { } now && (_writtenInterval is not { } before || Math.Abs((now / before) - 1) > NewsOfInterval);
            _writtenInterval = isNews ? seconds : _writtenInterval;
            return isNews ? seconds : null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The presence of {Devices} devices could not be written")]
        public static partial void NotWritten(ILogger logger, Exception exception, int devices);
    }
}
