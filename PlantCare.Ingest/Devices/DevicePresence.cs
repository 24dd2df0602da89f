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

    private readonly ConcurrentDictionary<string, Presence> _changes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _online = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _soon = new(0, 1);

    /// <inheritdoc/>
    public void OnStored(IReadOnlyList<Reading> readings)
    {
        var now = time.GetUtcNow();
        foreach (var reading in readings)
        {
            Note(reading.DeviceId, new Presence(now, IsOnline: true, BatteryOf(reading)));
        }
    }

    /// <summary>The device connected or disconnected, or said so itself.</summary>
    public void SetOnline(string deviceId, bool isOnline) => Note(deviceId, new Presence(time.GetUtcNow(), isOnline, Battery: null));

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

    private static double? BatteryOf(Reading reading)
    {
        foreach (var (metric, value) in reading.Measurements)
        {
            if (ReferenceEquals(metric, KnownMetrics.Battery.Name) && value.TryGetNumber(out var battery))
            {
                return battery;
            }
        }

        return null;
    }

    private void Note(string deviceId, Presence presence)
    {
        _changes.AddOrUpdate(deviceId, presence, (_, known) => presence with { Battery = presence.Battery ?? known.Battery });
        if (!_online.TryGetValue(deviceId, out var was) || was != presence.IsOnline)
        {
            _online[deviceId] = presence.IsOnline;
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
        var changes = _changes.Keys.ToDictionary(id => id, id => _changes.TryRemove(id, out var presence) ? presence : null, StringComparer.Ordinal);
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

    private static async Task WriteAsync(PlantCareContext context, Dictionary<string, Presence?> changes)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        foreach (var (deviceId, presence) in changes)
        {
            if (presence is not null)
            {
                await context.Devices.Where(device => device.DeviceId == deviceId).ExecuteUpdateAsync(device => device
                    .SetProperty(d => d.LastSeen, presence.SeenAt)
                    .SetProperty(d => d.Online, presence.IsOnline)
                    .SetProperty(d => d.Battery, d => presence.Battery ?? d.Battery));
            }
        }

        await transaction.CommitAsync();
    }

    private sealed record Presence(DateTimeOffset SeenAt, bool IsOnline, double? Battery);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The presence of {Devices} devices could not be written")]
        public static partial void NotWritten(ILogger logger, Exception exception, int devices);
    }
}
