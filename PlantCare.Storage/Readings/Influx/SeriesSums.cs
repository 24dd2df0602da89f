using System.Runtime.InteropServices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>Puts the rows of many series together, window by window.</summary>
internal sealed class SeriesSums : IInfluxRows
{
    /// <summary>What is asked for each field.</summary>
    public static readonly IReadOnlyList<string> Functions = ["sum", "min", "max", "count"];

    private readonly HashSet<(long Start, Guid Plant, string Device, string Metric)> _seen = [];
    private readonly List<SumColumn> _columns = [];
    private Guid? _plant;
    private string _device = "";

    /// <summary>The windows that hold numbers.</summary>
    public Dictionary<(long Start, Guid Plant), Dictionary<string, Sum>> Windows { get; } = [];

    /// <summary>Windows in which two series of one device hold the same metric.</summary>
    public HashSet<(long Start, Guid Plant)> Overlapping { get; } = [];

    public void Begin(InfluxSeries series)
    {
        _plant = series.IdIn("plant_id");
        _device = series.Tags.GetValueOrDefault("device_id", "");
        _columns.Clear();
        _columns.AddRange(SumColumn.Of(series, "sum_"));
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
            if (!column.TryRead(row, out var sum))
            {
                continue;
            }

            SumOf(key, column.Metric).Add(sum.First, sum.Min, sum.Max, sum.Count);
            if (!_seen.Add((key.Start, plant, _device, column.Metric)))
            {
                Overlapping.Add(key);
            }
        }
    }

    /// <summary>Adds a single value.</summary>
    public void Add(long start, Guid plant, string metric, double value) => SumOf((start, plant), metric).Add(value, value, value, 1);

    /// <summary>Adds what is already summed up.</summary>
    public void Add(long start, Guid plant, string metric, in Sum sum) => SumOf((start, plant), metric).Add(sum);

    /// <summary>Adds the sums of another part of the range.</summary>
    public void Add(SeriesSums other)
    {
        foreach (var (window, sums) in other.Windows)
        {
            foreach (var (metric, sum) in sums)
            {
                SumOf(window, metric).Add(sum);
            }
        }
    }

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
}

/// <summary>A sum in the making.</summary>
internal struct Sum
{
    private double _total;

    /// <summary>How many values there are.</summary>
    public long Count { get; private set; }

    /// <summary>The least.</summary>
    public double Min { get; private set; }

    /// <summary>The greatest.</summary>
    public double Max { get; private set; }

    /// <summary>Their mean; not finite where the sum is beyond all numbers.</summary>
    public readonly double Mean => _total / Count;

    /// <summary>What has this mean.</summary>
    public static Sum OfMean(in Summary summary)
    {
        var sum = default(Sum);
        sum.Add(summary.First * summary.Count, summary.Min, summary.Max, summary.Count);
        return sum;
    }

    /// <summary>Adds what is already summed up.</summary>
    public void Add(double total, double min, double max, long count)
    {
        Min = Count == 0 ? min : Math.Min(Min, min);
        Max = Count == 0 ? max : Math.Max(Max, max);
        _total += total;
        Count += count;
    }

    /// <summary>Adds another sum.</summary>
    public void Add(in Sum other) => Add(other._total, other.Min, other.Max, other.Count);

    public readonly Aggregate ToAggregate() => new(Mean, Min, Max, Count);
}
