using System.Buffers;
using System.Text;
using System.Text.Json;
using PlantCare.Domain.Metrics;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>A reading's metrics as the JSON object that its row holds: readable, and queryable with SQLite's own JSON functions.</summary>
internal sealed class MetricsText : IDisposable
{
    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _writer;

    public MetricsText() => _writer = new Utf8JsonWriter(_buffer, Unchecked);

    /// <summary>The object as UTF-8, valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(IReadOnlyList<Measurement> measurements)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        for (var i = 0; i < measurements.Count; i++)
        {
            var (metric, value) = measurements[i];
            switch (value.Kind)
            {
                case MetricKind.Number:
                    _writer.WriteNumber(metric, value.Number);
                    break;
                case MetricKind.Boolean:
                    _writer.WriteBoolean(metric, value.Boolean);
                    break;
                default:
                    _writer.WriteString(metric, value.Text);
                    break;
            }
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan;
    }

    public void Dispose() => _writer.Dispose();
}

/// <summary>Walks over the metrics in a row.</summary>
internal ref struct MetricsReader
{
    private Utf8JsonReader _json;

    public MetricsReader(ReadOnlySpan<byte> metrics)
    {
        _json = new Utf8JsonReader(metrics);
        _json.Read();
        Name = default;
    }

    /// <summary>The metric's name, UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Whether the value is a number.</summary>
    public readonly bool IsNumber => _json.TokenType == JsonTokenType.Number;

    public bool Next()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        Name = _json.ValueSpan;
        return _json.Read();
    }

    public readonly double Number() => _json.GetDouble();

    public readonly MetricValue Value() => _json.TokenType switch
    {
        JsonTokenType.Number => MetricValue.Of(_json.GetDouble()),
        JsonTokenType.True or JsonTokenType.False => MetricValue.Of(_json.GetBoolean()),
        _ => MetricValue.Of(_json.GetString()!),
    };
}

/// <summary>Metric names as strings, each made once.</summary>
internal sealed class MetricNames
{
    // Names come from devices: a broken one could invent them without end.
    private const int Capacity = 4_096;

    private readonly Dictionary<string, string> _names = new(Utf8NameComparer.Instance);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<byte>> _byUtf8;

    public MetricNames() => _byUtf8 = _names.GetAlternateLookup<ReadOnlySpan<byte>>();

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (_byUtf8.TryGetValue(utf8, out var name))
        {
            return name;
        }

        name = Encoding.UTF8.GetString(utf8);
        if (_names.Count < Capacity)
        {
            _names.Add(name, name);
        }

        return name;
    }
}
