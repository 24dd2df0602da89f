using System.Runtime.InteropServices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Puts the rows of many series together. A column is named for its function and field, such as <c>sum_temperature</c>; only fields
/// that have a sum are numbers.
/// </summary>
internal sealed class SeriesSums : IInfluxRows
{
    /// <summary>What is asked for each field.</summary>
    public static readonly IReadOnlyList<string> Functions = ["sum", "min", "max", "count"];

    private readonly HashSet<(long Start, Guid Plant, string Device, string Metric)> _seen = [];
    private readonly List<Column> _columns = [];
    private Guid? _plant;
    private string _device = "";

    /// <summary>The windows that hold numbers.</summary>
    public Dictionary<(long Start, Guid Plant), Dictionary<string, Sum>> Windows { get; } = [];

    /// <summary>Windows in which two series of one device hold the same metric.</summary>
    public HashSet<(long Start, Guid Plant)> Overlapping { get; } = [];

    public void Begin(InfluxSeries series)
    {
        _plant = Guid.TryParseExact(series.Tags.GetValueOrDefault("plant_id"), "D", out var plant) ? plant : null;
        _device = series.Tags.GetValueOrDefault("device_id", "");
        _columns.Clear();
        foreach (var field in series.Columns.Where(name => name.StartsWith("sum_", StringComparison.Ordinal)).Select(name => name["sum_".Length..]))
        {
            if (InfluxField.MetricOf(field) is { } metric)
            {
                _columns.Add(new Column(metric, Find("sum_"), Find("min_"), Find("max_"), Find("count_")));
            }

            int Find(string function) => series.Columns.IndexOf(function + field);
        }
    }

    public void Add(ReadOnlySpan<MetricValue?> row)
    {
        if (_plant is not { } plant)
        {
            return;
        }

        var key = (Start: row.TimeIn(0), plant);
        foreach (var column in _columns)
        {
            if (row[column.Count] is not { Kind: MetricKind.Number, Number: > 0 } count || row[column.Sum] is not { } sum
                || row[column.Min] is not { } min || row[column.Max] is not { } max)
            {
                continue;
            }

            SumOf(key, column.Metric).Add(sum.Number, min.Number, max.Number, (long)count.Number);
            if (!_seen.Add((key.Start, plant, _device, column.Metric)))
            {
                Overlapping.Add(key);
            }
        }
    }

    /// <summary>Adds a single value.</summary>
    public void Add(long start, Guid plant, string metric, double value) => SumOf((start, plant), metric).Add(value, value, value, 1);

    /// <summary>Takes a window as another sum has it; none, if its readings were erased meanwhile.</summary>
    public void Replace((long Start, Guid Plant) window, SeriesSums by)
    {
        if (by.Windows.TryGetValue(window, out var sums))
        {
            Windows[window] = sums;
        }
        else
        {
            Windows.Remove(window);
        }
    }

    private ref Sum SumOf((long Start, Guid Plant) window, string metric)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(Windows, window, out _);
        sums ??= new Dictionary<string, Sum>(StringComparer.Ordinal);
        return ref CollectionsMarshal.GetValueRefOrAddDefault(sums, metric, out _);
    }

    private readonly record struct Column(string Metric, int Sum, int Min, int Max, int Count);
}

/// <summary>A sum in the making.</summary>
internal struct Sum
{
    private double _total;
    private double _min;
    private double _max;
    private long _count;

    /// <summary>Adds what is already summed up.</summary>
    public void Add(double total, double min, double max, long count)
    {
        _min = _count == 0 ? min : Math.Min(_min, min);
        _max = _count == 0 ? max : Math.Max(_max, max);
        _total += total;
        _count += count;
    }

    public readonly Aggregate ToAggregate() => new(_total / _count, _min, _max, _count);
}
