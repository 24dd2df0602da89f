using System.Text.Json;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>
/// What a message says about one sensor, while it is being read. Units may be named behind the numbers that they are about, so numbers are
/// turned into ours, and judged, at the end. As with our own payload it is whole or not at all: one impossible value refuses the rest.
/// </summary>
/// <param name="sensor">The sensor's name in its dialect; empty for the gateway's own.</param>
internal sealed class SightingDraft(string sensor)
{
    private const string DewPoint = "dew_point";

    private readonly List<Measurement> _measurements = new(8);
    private double? _fahrenheit;
    private DateTimeOffset? _time;
    private string? _alias;
    private Rejection? _rejection;

    /// <summary>Whether moisture may be raw counts, as home-made probes send them, and not only %.</summary>
    public bool AllowsCounts { get; init; }

    /// <summary>Whether the battery's voltage may be in mV.</summary>
    public bool AllowsMillivolts { get; init; }

    /// <summary>Whether a time without a zone is UTC, and not of a clock of which nobody knows where it hangs.</summary>
    public bool AssumesUtc { get; init; }

    /// <summary>Another name of the sensor.</summary>
    public string? Alias
    {
        init => _alias = value;
    }

    /// <summary>Whether temperatures are in °F.</summary>
    public bool IsFahrenheit { get; set; }

    /// <summary>How many hPa the unit has that pressures are in.</summary>
    public double HectopascalsPerUnit { get; set; } = 1;

    /// <summary>When it was measured; null for the time of arrival.</summary>
    public DateTimeOffset? Time
    {
        set => _time = value;
    }

    /// <summary>Nothing of it can be kept.</summary>
    public void Reject(Rejection? rejection) => _rejection ??= rejection;

    /// <summary>Takes a member in.</summary>
    /// <param name="reader">Stands on the name; afterwards on the last token of the value.</param>
    public void ReadMember(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        reader.Read();
        ReadValue(name, ref reader);
    }

    /// <summary>Takes a value in under a name.</summary>
    /// <param name="name">The name in the dialect.</param>
    /// <param name="reader">Stands on the value; afterwards on its last token.</param>
    public void ReadValue(string name, ref Utf8JsonReader reader)
    {
        var (kind, metric) = MemberNames.Find(name);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.Null)
        {
            // What has parts is about something else, whatever its name.
            reader.Skip();
            return;
        }

        switch (kind)
        {
            case MemberKind.Metric:
                ReadMetric(metric, ref reader);
                break;
            case MemberKind.Fahrenheit:
                Reject(MetricReader.ReadFinite(ref reader, KnownMetrics.Temperature, out var number));
                _fahrenheit = double.IsFinite(number) ? number : null;
                break;
            case MemberKind.TemperatureUnit:
                IsFahrenheit = Units.IsFahrenheit(TextOf(ref reader));
                break;
            case MemberKind.PressureUnit:
                HectopascalsPerUnit = Units.Hectopascals(TextOf(ref reader)) ?? HectopascalsPerUnit;
                break;
            case MemberKind.Time:
                _time = Timestamp.TryReadCertain(ref reader, AssumesUtc, out var time) ? time : _time;
                break;
            case MemberKind.Mac:
                _alias = TextOf(ref reader) ?? _alias;
                break;
            case MemberKind.Other when reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var other):
                AddOther(name, other);
                break;
        }
    }

    /// <summary>Takes a number in under a name.</summary>
    public void Add(string name, double number)
    {
        var (kind, metric) = MemberNames.Find(name);
        if (kind == MemberKind.Metric)
        {
            AddMetric(metric, number);
        }
        else if (kind == MemberKind.Fahrenheit)
        {
            _fahrenheit = number;
        }
        else if (kind == MemberKind.Other)
        {
            AddOther(name, number);
        }
    }

    /// <summary>All of it, in our units.</summary>
    public Sighting ToSighting()
    {
        if (_fahrenheit is { } fahrenheit && !_measurements.Exists(measurement => measurement.Metric == KnownMetrics.Temperature.Name))
        {
            AddMetric(KnownMetrics.Temperature.Name, IsFahrenheit ? fahrenheit : Units.ToCelsius(fahrenheit));
        }

        for (var i = 0; i < _measurements.Count && _rejection is null; i++)
        {
            if (_measurements[i] is var (name, value) && value.TryGetNumber(out var number))
            {
                number = ToOurUnit(name, number);
                Reject(Check(name, number));
                _measurements[i] = _rejection is null ? new Measurement(name, MetricValue.Of(number)) : _measurements[i];
            }
        }

        return new Sighting(sensor, _rejection is null ? _measurements : []) { Alias = _alias, Time = _time, Rejection = _rejection };
    }

    private double ToOurUnit(string metric, double number) => metric switch
    {
        _ when IsFahrenheit && (metric.EndsWith(KnownMetrics.Temperature.Name, StringComparison.Ordinal) || metric == DewPoint) => Units.ToCelsius(number),
        _ when metric == KnownMetrics.Pressure.Name => Units.ToHectopascals(number, HectopascalsPerUnit),
        _ when metric == KnownMetrics.BatteryVoltage.Name && AllowsMillivolts && number > KnownMetrics.BatteryVoltage.Max => number / 1_000,
        _ => number,
    };

    private Rejection? Check(string name, double number) => KnownMetrics.Find(name) switch
    {
        _ when !double.IsFinite(number) => NotFinite(name),
        { } metric => MetricReader.CheckRange(metric, number, AllowsCounts && metric == KnownMetrics.SoilMoisture ? MetricReader.MaxRawCount : metric.Max),
        null => null,
    };

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static Rejection NotFinite(string name) => new(RejectionReason.BadValue, $"{name} is not a finite number");

    private void ReadMetric(string name, ref Utf8JsonReader reader)
    {
        if (KnownMetrics.Find(name) is { Kind: not MetricKind.Number })
        {
            MetricReader.TryRead(ref reader, name, calibration: null, out var value, out var rejection);
            Reject(rejection);
            Put(name, value);
            return;
        }

        var metric = KnownMetrics.Find(name) ?? new Metric(name, name, "");
        if (MetricReader.ReadFinite(ref reader, metric, out var number) is { } fault)
        {
            Reject(fault);
            return;
        }

        AddMetric(name, number);
    }

    private void AddMetric(string name, double number)
    {
        if (double.IsFinite(number))
        {
            Put(name, MetricValue.Of(number));
        }
        else
        {
            Reject(NotFinite(name));
        }
    }

    private void AddOther(string name, double number)
    {
        if (MemberNames.ToMetricName(name) is { } metric)
        {
            AddMetric(metric, number);
        }
    }

    // The last of two members of the same name counts, as JSON parsers have it.
    private void Put(string name, MetricValue? value)
    {
        if (value is not { } given)
        {
            return;
        }

        var place = _measurements.FindIndex(measurement => string.Equals(measurement.Metric, name, StringComparison.Ordinal));
        if (place >= 0)
        {
            _measurements[place] = new Measurement(name, given);
        }
        else if (_measurements.Count == ReadingDecoder.MaxMetrics)
        {
            Reject(new Rejection(RejectionReason.TooMany, $"more than {ReadingDecoder.MaxMetrics} metrics of one sensor"));
        }
        else
        {
            _measurements.Add(new Measurement(name, given));
        }
    }
}
