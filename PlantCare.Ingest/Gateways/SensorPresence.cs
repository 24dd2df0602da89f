using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Ingest.Devices;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Ingest.Gateways;

/// <summary>
/// Remembers when each sensor that a gateway speaks for was last heard, its rhythm, battery and signal, and writes that to the database every
/// half minute. A crash loses what the sensor's next message says again.
/// </summary>
internal sealed partial class SensorPresence(SystemWork system, TimeProvider time, ILogger<SensorPresence> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Whoever is silent for so long need not be remembered here: the database does.</summary>
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromDays(8);

    private readonly ConcurrentDictionary<Key, Presence> _sensors = [];
    private bool _isFailing;

    /// <summary>A sensor that has its plant said something that can be kept. Returns at once.</summary>
    /// <param name="gateway">Who speaks for it.</param>
    /// <param name="sensor">The name that it was adopted by, as names are compared.</param>
    /// <param name="measuredAt">When it measured.</param>
    /// <param name="measurements">What it said.</param>
    public void Heard(DeviceIdentity gateway, string sensor, DateTimeOffset measuredAt, IReadOnlyList<Measurement> measurements) =>
        _sensors.GetOrAdd(new Key(gateway.DeviceId, gateway.UserId, sensor), static _ => new Presence())
            .Note(time.GetUtcNow(), measuredAt, SelfReport.Of(measurements));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await FlushAsync();
        }
    }

    private async Task FlushAsync()
    {
        // step 1: what is news, and who has gone
        var news = new List<(Key Key, Presence Presence, Said Said)>();
        foreach (var (key, presence) in _sensors)
        {
            if (presence.TakeNews() is { } said)
            {
                news.Add((key, presence, said));
            }
            else if (presence.SeenAt < time.GetUtcNow() - ForgetAfter)
            {
                _sensors.TryRemove(key, out _);
            }
        }

        // step 2: write it, or keep it for the next time
        try
        {
            using var timeout = new CancellationTokenSource(WriteTimeout, time);
            foreach (var gateway in news.GroupBy(heard => (heard.Key.DeviceId, heard.Key.UserId)))
            {
                var said = gateway.ToDictionary(heard => heard.Key.Sensor, heard => heard.Said, StringComparer.Ordinal);
                await system.RunAsync(database => WriteAsync(database, gateway.Key.DeviceId, gateway.Key.UserId, said, timeout.Token));
            }

            _isFailing = false;
        }
        catch (Exception exception)
        {
            news.ForEach(heard => heard.Presence.GiveBack(heard.Said));
            if (!_isFailing)
            {
                Log.NotWritten(logger, exception, news.Count);
            }

            _isFailing = true;
        }
    }

    private static async Task WriteAsync(
        PlantCareContext database, string deviceId, Guid userId, Dictionary<string, Said> said, CancellationToken cancellationToken)
    {
        // The gateway may have gone, or to somebody else, meanwhile.
        var gatewayId = await database.Devices.Where(device => device.DeviceId == deviceId && device.UserId == userId)
            .Select(device => (Guid?)device.Id).SingleOrDefaultAsync(cancellationToken);
        if (gatewayId is not { } id)
        {
            return;
        }

        var names = said.Keys.ToList();
        var states = await database.SensorStates
            .Where(state => state.DeviceRowId == id && names.Contains(state.Sensor))
            .ToDictionaryAsync(state => state.Sensor, StringComparer.Ordinal, cancellationToken);
        foreach (var (sensor, news) in said)
        {
            if (!states.TryGetValue(sensor, out var state))
            {
                database.Add(state = new SensorState { UserId = userId, DeviceRowId = id, Sensor = sensor });
            }

            state.LastSeen = news.At > state.LastSeen ? news.At : state.LastSeen;
            state.IntervalSeconds = news.IntervalSeconds ?? state.IntervalSeconds;
            state.Battery = news.Self.Battery ?? state.Battery;
            state.Rssi = news.Self.Rssi ?? state.Rssi;
        }

        await database.SaveChangesAsync(cancellationToken);
    }

    private readonly record struct Key(string DeviceId, Guid UserId, string Sensor);

    private readonly record struct Said(DateTimeOffset At, SelfReport Self, double? IntervalSeconds);

    private sealed class Presence
    {
        // Some say each metric by a message of its own, one right after the other: that is one report.
        private static readonly TimeSpan Report = TimeSpan.FromMinutes(1);

        private readonly Lock _lock = new();
        private readonly ReadingInterval _interval = new();
        private DateTimeOffset _reportedAt;
        private SelfReport _self;
        private DateTimeOffset _seenAt;
        private bool _isNews;

        public DateTimeOffset SeenAt
        {
            get
            {
                lock (_lock)
                {
                    return _seenAt;
                }
            }
        }

        public void Note(DateTimeOffset now, DateTimeOffset measuredAt, in SelfReport self)
        {
            lock (_lock)
            {
                (_seenAt, _self, _isNews) = (now, self.Over(_self), true);
                if (measuredAt - _reportedAt >= Report)
                {
                    _reportedAt = measuredAt;
                    _interval.Add(measuredAt);
                }
            }
        }

        public Said? TakeNews()
        {
            lock (_lock)
            {
                if (!_isNews)
                {
                    return null;
                }

                var said = new Said(_seenAt, _self, _interval.Seconds);
                (_isNews, _self) = (false, default);
                return said;
            }
        }

        public void GiveBack(in Said lost)
        {
            lock (_lock)
            {
                (_self, _isNews) = (_self.Over(lost.Self), true);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "It could not be written when {Sensors} sensors of gateways were heard; trying again")]
        public static partial void NotWritten(ILogger logger, Exception exception, int sensors);
    }
}
