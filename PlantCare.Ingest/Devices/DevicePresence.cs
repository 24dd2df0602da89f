using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Pipeline;
using PlantCare.Storage.Relational;

namespace PlantCare.Ingest.Devices;

/// <summary>
/// Remembers when each device was last heard, whether it is there and how full its battery is, and writes that to the database now and
/// then: at once when a device comes or goes, every half minute for the rest, so that a reading does not cost a second commit.
/// </summary>
internal sealed partial class DevicePresence(SystemWork system, TimeProvider time, ILogger<DevicePresence> logger)
    : BackgroundService, IReadingObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Presence> _devices = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _soon = new(0, 1);

    /// <inheritdoc/>
    public void OnStored(IReadOnlyList<Reading> readings)
    {
        var now = time.GetUtcNow();
        for (var i = 0; i < readings.Count; i++)
        {
            // The battery of a gateway's sensor is not the gateway's.
            var battery = readings[i].Sensor is null ? BatteryOf(readings[i].Measurements) : null;
            Note(readings[i].DeviceId, now, isOnline: true, battery);
        }
    }

    /// <summary>The device connected or disconnected, or said so itself.</summary>
    public void SetOnline(string deviceId, bool isOnline) => Note(deviceId, time.GetUtcNow(), isOnline, battery: null);

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

    private static double? BatteryOf(IReadOnlyList<Measurement> measurements)
    {
        for (var i = 0; i < measurements.Count; i++)
        {
            if (string.Equals(measurements[i].Metric, KnownMetrics.Battery.Name, StringComparison.Ordinal)
                && measurements[i].Value.TryGetNumber(out var battery))
            {
                return battery;
            }
        }

        return null;
    }

    private void Note(string deviceId, DateTimeOffset seenAt, bool isOnline, double? battery)
    {
        if (_devices.GetOrAdd(deviceId, static _ => new Presence()).Note(seenAt, isOnline, battery))
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
            Log.NotWritten(logger, exception, changes.Count);
        }
    }

    private static Task WriteAsync(PlantCareContext context, List<(string DeviceId, Seen Seen)> changes) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            foreach (var (deviceId, (seenAt, isOnline, battery)) in changes)
            {
                await context.Devices.Where(device => device.DeviceId == deviceId).ExecuteUpdateAsync(device => device
                    .SetProperty(d => d.LastSeen, seenAt)
                    .SetProperty(d => d.Online, isOnline)
                    .SetProperty(d => d.Battery, d => battery ?? d.Battery));
            }

            await transaction.CommitAsync();
        });

    private readonly record struct Seen(DateTimeOffset At, bool IsOnline, double? Battery);

    private sealed class Presence
    {
        private readonly Lock _lock = new();
        private Seen _seen;
        private bool _isKnown;
        private bool _isChanged;

        /// <returns>True when the device came or went, which somebody may be waiting to see.</returns>
        public bool Note(DateTimeOffset at, bool isOnline, double? battery)
        {
            lock (_lock)
            {
                var turned = !_isKnown || _seen.IsOnline != isOnline;
                _seen = new Seen(at, isOnline, battery ?? _seen.Battery);
                _isKnown = _isChanged = true;
                return turned;
            }
        }

        public Seen? TakeChange()
        {
            lock (_lock)
            {
                var wasChanged = _isChanged;
                _isChanged = false;
                return wasChanged ? _seen : null;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The presence of {Devices} devices could not be written")]
        public static partial void NotWritten(ILogger logger, Exception exception, int devices);
    }
}
