using PlantCare.Domain.Devices;

namespace PlantCare.Ingest.Gateways;

/// <summary>
/// What is still to be written of unknown sensors, in memory: the newest of each. A sensor that has just turned up is written soon, because
/// somebody may be looking for it; one that goes on talking, now and then. What a gateway can fill is bounded: those heard last stay.
/// </summary>
internal sealed class UnknownSensorBook
{
    private static readonly TimeSpan WriteAgainAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<string, Entry>> _gateways = new(StringComparer.Ordinal);

    /// <summary>Remembers a sensor.</summary>
    public void Note(UnknownSensor sensor)
    {
        lock (_lock)
        {
            if (!_gateways.TryGetValue(sensor.GatewayId, out var sensors))
            {
                _gateways.Add(sensor.GatewayId, sensors = new Dictionary<string, Entry>(StringComparer.Ordinal));
            }

            var name = SensorName.Normalize(sensor.Name);
            if (!sensors.TryGetValue(name, out var entry))
            {
                MakeRoom(sensors);
                sensors.Add(name, entry = new Entry());
            }

            entry.Note(sensor);
        }
    }

    /// <summary>Takes what should be written now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isLast">Whether there will be no other time.</param>
    public List<UnknownSensor> TakeDue(DateTimeOffset now, bool isLast)
    {
        lock (_lock)
        {
            var due = new List<UnknownSensor>();
            foreach (var (gatewayId, sensors) in _gateways)
            {
                foreach (var (name, entry) in sensors)
                {
                    if (entry.TakeIfDue(now, isLast ? TimeSpan.Zero : WriteAgainAfter) is { } sensor)
                    {
                        due.Add(sensor);
                    }
                    else if (entry.IsForgotten(now - ForgetAfter))
                    {
                        sensors.Remove(name);
                    }
                }

                if (sensors.Count == 0)
                {
                    _gateways.Remove(gatewayId);
                }
            }

            return due;
        }
    }

    /// <summary>These could not be written. Newer ones of the same names are not overwritten.</summary>
    public void GiveBack(IEnumerable<UnknownSensor> sensors)
    {
        lock (_lock)
        {
            foreach (var sensor in sensors)
            {
                _gateways.GetValueOrDefault(sensor.GatewayId)?.GetValueOrDefault(SensorName.Normalize(sensor.Name))?.GiveBack(sensor);
            }
        }
    }

    private static void MakeRoom(Dictionary<string, Entry> sensors)
    {
        if (sensors.Count >= IUnknownSensors.MaxPerGateway)
        {
            sensors.Remove(sensors.MinBy(pair => pair.Value.SeenAt).Key);
        }
    }

    private sealed class Entry
    {
        // Once written, it is let go.
        private UnknownSensor? _pending;
        private DateTimeOffset? _writtenAt;

        public DateTimeOffset SeenAt { get; private set; }

        public void Note(UnknownSensor sensor) => (_pending, SeenAt) = (sensor, sensor.SeenAt);

        public UnknownSensor? TakeIfDue(DateTimeOffset now, TimeSpan pause)
        {
            if (_pending is null || now - _writtenAt < pause)
            {
                return null;
            }

            var due = _pending;
            (_pending, _writtenAt) = (null, now);
            return due;
        }

        public void GiveBack(UnknownSensor sensor)
        {
            _pending ??= sensor;
            _writtenAt = null;
        }

        public bool IsForgotten(DateTimeOffset before) => _pending is null && SeenAt < before;
    }
}
