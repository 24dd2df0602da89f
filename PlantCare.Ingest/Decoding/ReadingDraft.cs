using System.Text.Json;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Plants;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding;

/// <summary>
/// One object of a payload on its way to becoming readings: one, or one for each plant where the device has several probes. It is whole
/// or not at all: a single impossible value refuses the object, since a sensor that lies about one thing is not to be trusted with the rest.
/// </summary>
internal ref struct ReadingDraft(DecodingContext context)
{
    private readonly DecodingContext _context = context;
    private readonly List<Measurement> _own = new(8);
    private Dictionary<Guid, List<Measurement>>? _byChannelPlant;
    private PlantLabel? _plant;
    private PlantLabel? _named;
    private DateTimeOffset? _time;
    private string? _ignoredName;
    private int _count;

    /// <summary>Reads the object that the reader stands at; afterwards the reader stands at its end, whatever was wrong with it.</summary>
    public Rejection? Read(ref Utf8JsonReader reader)
    {
        Rejection? first = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var rejection = ReadMember(ref reader);
            first ??= rejection;
        }

        return first ?? Check();
    }

    public readonly IReadOnlyList<Reading> ToReadings()
    {
        var time = _time ?? _context.Clock.Next(_context.ReceivedAt);
        if (_byChannelPlant is null)
        {
            return [new Reading(_plant!, _context.Device.DeviceId, time, _own)];
        }

        // What no channel claims (the air's temperature, the battery) is about the device's plant, or about each plant that it probes.
        var readings = new List<Reading>(_byChannelPlant.Count + 1);
        foreach (var (plantId, measurements) in _byChannelPlant)
        {
            var shared = _plant is null || _plant.Id == plantId ? _own : [];
            var label = _context.Device.ChannelPlants[plantId];
            readings.Add(new Reading(label, _context.Device.DeviceId, time, [.. measurements, .. Except(shared, measurements)]));
        }

        if (_own.Count > 0 && _plant is { } plant && !_byChannelPlant.ContainsKey(plant.Id))
        {
            readings.Add(new Reading(plant, _context.Device.DeviceId, time, _own));
        }

        return readings;
    }

    private Rejection? ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("timestamp"u8) || reader.ValueTextEquals("ts"u8))
        {
            reader.Read();
            return ReadTime(ref reader);
        }

        if (reader.ValueTextEquals("plant_id"u8))
        {
            reader.Read();
            return ReadPlant(ref reader);
        }

        if (reader.ValueTextEquals("device_id"u8))
        {
            reader.Read();
            return Agree(ref reader, "device_id", _context.Device.DeviceId);
        }

        if (reader.ValueTextEquals("user_id"u8))
        {
            reader.Read();
            return Agree(ref reader, "user_id", _context.Device.UserId.ToString());
        }

        return ReadMetric(ref reader);
    }

    private Rejection? ReadMetric(ref Utf8JsonReader reader)
    {
        var config = _context.Device.Config;
        var member = config.Channels is null && config.Calibration is null ? null : reader.GetString()!;
        var channel = member is null ? null : config.Channels?.GetValueOrDefault(member);
        var name = channel?.Metric ?? MetricReader.ReadName(ref reader);
        if (name is null)
        {
            _ignoredName ??= reader.GetString();
            reader.Read();
            reader.Skip();
            return null;
        }

        var calibration = member is null
            ? null
            : config.Calibration?.GetValueOrDefault(member) ?? (channel is null ? null : config.Calibration?.GetValueOrDefault(name));
        reader.Read();
        if (!MetricReader.TryRead(ref reader, name, calibration, out var value, out var rejection))
        {
            return rejection;
        }

        if (value is null)
        {
            return null;
        }

        if (++_count > ReadingDecoder.MaxMetrics)
        {
            return new Rejection(RejectionReason.TooMany, $"more than {ReadingDecoder.MaxMetrics} metrics in one reading");
        }

        Put(ListFor(channel), new Measurement(name, value.Value));
        return null;
    }

    // A channel whose plant has gone, or was never the owner's, is no channel: the member is the device's own.
    private List<Measurement> ListFor(Channel? channel)
    {
        if (channel is null || !_context.Device.ChannelPlants.ContainsKey(channel.PlantId))
        {
            return _own;
        }

        _byChannelPlant ??= [];
        if (!_byChannelPlant.TryGetValue(channel.PlantId, out var list))
        {
            _byChannelPlant.Add(channel.PlantId, list = new List<Measurement>(4));
        }

        return list;
    }

    private Rejection? ReadTime(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (!Timestamp.TryRead(ref reader, out var time))
        {
            reader.Skip();
            return new Rejection(RejectionReason.BadTimestamp, "timestamp must be like 2024-01-15T10:30:00Z, or Unix seconds or milliseconds");
        }

        _time = time;
        return null;
    }

    private Rejection? ReadPlant(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.String && Guid.TryParse(reader.GetString(), out var id))
        {
            _named = _context.Device.Plant?.Id == id ? _context.Device.Plant
                : _context.Device.ChannelPlants.GetValueOrDefault(id)
                ?? _context.Device.Stays.FirstOrDefault(stay => stay.Plant?.Id == id).Plant;
            if (_named is not null)
            {
                return null;
            }
        }

        reader.Skip();
        return new Rejection(
            RejectionReason.IdentityMismatch, "plant_id is not a plant that this device is assigned to; leave it out, or assign the device");
    }

    private static Rejection? Agree(ref Utf8JsonReader reader, string member, string expected)
    {
        if (reader.TokenType == JsonTokenType.Null
            || (reader.TokenType == JsonTokenType.String && string.Equals(reader.GetString(), expected, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        reader.Skip();
        return new Rejection(RejectionReason.IdentityMismatch, $"{member} does not agree with the device that signed in; leave it out");
    }

    private Rejection? Check()
    {
        // A reading that comes late is about the plant that the device was in when it was measured.
        var wasIn = _time is { } measured && _context.Device.Stays.Count > 0 ? _context.Device.PlantAt(measured) : _context.Device.Plant;
        _plant = _named ?? wasIn;
        if (_named is not null && _named.Id != wasIn?.Id && !_context.Device.ChannelPlants.ContainsKey(_named.Id))
        {
            return new Rejection(RejectionReason.IdentityMismatch, "plant_id is not the plant that this device was in at that time; leave it out");
        }

        if (_own.Count == 0 && _byChannelPlant is null)
        {
            var hint = _ignoredName is null ? "" : $"; '{Shorten(_ignoredName)}' is not a metric's name (lower case letters, digits and _)";
            return new Rejection(RejectionReason.NoMetric, $"no member is a metric{hint}");
        }

        if (_plant is null && _byChannelPlant is null)
        {
            return new Rejection(RejectionReason.NoPlant, "the device is not assigned to a plant; assign it, then send the reading again");
        }

        return _time is { } time ? _context.CheckTime(time) : null;
    }

    // The last of two members of the same name counts, as JSON parsers have it.
    private static void Put(List<Measurement> measurements, Measurement measurement)
    {
        for (var i = 0; i < measurements.Count; i++)
        {
            if (string.Equals(measurements[i].Metric, measurement.Metric, StringComparison.Ordinal))
            {
                measurements[i] = measurement;
                return;
            }
        }

        measurements.Add(measurement);
    }

    private static IEnumerable<Measurement> Except(List<Measurement> measurements, List<Measurement> taken) =>
        measurements.Where(measurement => !taken.Exists(other => string.Equals(other.Metric, measurement.Metric, StringComparison.Ordinal)));

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
