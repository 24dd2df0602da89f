using System.Runtime.InteropServices;
using PlantCare.Domain.Metrics;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>Puts the rows of many series together, by device and hour.</summary>
internal sealed class DeviceSums : IInfluxRows
{
    private readonly List<SumColumn> _columns = [];
    private readonly HashSet<(DeviceHour Hour, string Metric)> _seen = [];
    private Guid? _user;
    private Guid? _plant;
    private string _device = "";

    /// <summary>The hours that hold numbers.</summary>
    public Dictionary<DeviceHour, Dictionary<string, Sum>> Hours { get; } = [];

    /// <summary>Hours in which two series of the device hold the same metric.</summary>
    public HashSet<DeviceHour> Overlapping { get; } = [];

    /// <summary>Hours that no roll-up can stand for.</summary>
    public HashSet<PlantHour> Unsummable { get; } = [];

    public void Begin(InfluxSeries series)
    {
        (_user, _plant) = (series.IdIn("user_id"), series.IdIn("plant_id"));
        _device = series.Tags.GetValueOrDefault("device_id", "");
        _columns.Clear();
        _columns.AddRange(SumColumn.Of(series, "sum_"));
    }

    public void Add(ReadOnlySpan<MetricValue?> row)
    {
        if (_user is not { } user || _plant is not { } plant)
        {
            return;
        }

        var hour = new DeviceHour(user, plant, _device, row.TimeIn(0));
        foreach (var column in _columns)
        {
            if (!column.TryRead(row, out var sum))
            {
                continue;
            }

            SumOf(hour, column.Metric).Add(sum.First, sum.Min, sum.Max, sum.Count);
            if (!_seen.Add((hour, column.Metric)))
            {
                Overlapping.Add(hour);
            }
        }
    }

    /// <summary>Adds a single value.</summary>
    public void Add(in DeviceHour hour, string metric, double value) => SumOf(hour, metric).Add(value, value, value, 1);

    /// <summary>Takes what another part found.</summary>
    public void Take(DeviceSums other)
    {
        foreach (var (hour, sums) in other.Hours)
        {
            Hours[hour] = sums;
        }

        Overlapping.UnionWith(other.Overlapping);
        Unsummable.UnionWith(other.Unsummable);
    }

    private ref Sum SumOf(in DeviceHour hour, string metric)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(Hours, hour, out _);
        sums ??= new Dictionary<string, Sum>(StringComparer.Ordinal);
        return ref CollectionsMarshal.GetValueRefOrAddDefault(sums, metric, out _);
    }
}
