using PlantCare.Domain.Metrics;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// What the store keeps beside the readings, so that months need not be added up from single values:
/// <code>
/// sensor_readings_1h,device_id=pi-1,plant_id=0198…,user_id=0198… mean_temperature=21.5,min_temperature=20,max_temperature=23,count_temperature=60i 1767225600000
/// sensor_rollups rolled_at=1767230100000i 1767225600000
/// sensor_late,plant_id=0198…,user_id=0198… at=1767250000000i,rolled_at=1767250500000i 1767229199999
/// </code>
/// <list type="bullet">
/// <item><c>sensor_readings_1h</c>: a device's hour, at its start.</item>
/// <item><c>sensor_rollups</c>: that an hour was rolled up for everybody, and when; written after its rows. An hour that is not in it is
/// read from single values.</item>
/// <item><c>sensor_late</c>: that a plant's hour changed when it could have been rolled up already, and when; and when the plant's hour was
/// rolled up again after that. It stands at the last millisecond of the hour, because what is in the hour may be just young enough to be
/// kept while the hour's start is not.</item>
/// </list>
/// </summary>
internal static class RollUpLines
{
    /// <summary>The measurement that roll-ups are kept in.</summary>
    public const string Hourly = "sensor_readings_1h";

    /// <summary>The measurement that says which hours were rolled up.</summary>
    public const string Done = "sensor_rollups";

    /// <summary>The measurement that says which of them changed since.</summary>
    public const string Late = "sensor_late";

    /// <summary>How long before a roll-up began a reading must have been written to be in it for certain: the longest write, and as much again for clocks that differ.</summary>
    public const long Doubt = 60_000;

    /// <summary>As a mark's time: the hour cannot be rolled up.</summary>
    public const long Never = long.MaxValue / 2_048;

    private static readonly string[] Functions = ["mean_", "min_", "max_", "count_"];

    /// <summary>Whether a change at one time may be missing in a roll-up of another; both Unix milliseconds.</summary>
    public static bool IsStale(long at, long rolledAt) => at >= rolledAt - Doubt;

    /// <summary>The fields that hold a metric's roll-up. The name must be a metric's.</summary>
    public static IEnumerable<string> FieldsOf(string metric) =>
        Functions.Select(function => function + metric + InfluxField.SuffixOf(metric, MetricKind.Number));

    /// <summary>Appends a device's hour.</summary>
    public static void AppendHour(PooledBuffer buffer, in DeviceHour hour, Dictionary<string, Sum> sums)
    {
        buffer.Write("sensor_readings_1h,device_id="u8);
        LineProtocol.AppendTag(buffer, hour.Device);
        AppendPlant(buffer, hour.User, hour.Plant);
        var isFirst = true;
        foreach (var (metric, sum) in sums)
        {
            var suffix = InfluxField.SuffixOf(metric, MetricKind.Number);
            AppendName(buffer, isFirst ? " mean_"u8 : ",mean_"u8, metric, suffix);
            LineProtocol.AppendNumber(buffer, sum.Mean);
            AppendName(buffer, ",min_"u8, metric, suffix);
            LineProtocol.AppendNumber(buffer, sum.Min);
            AppendName(buffer, ",max_"u8, metric, suffix);
            LineProtocol.AppendNumber(buffer, sum.Max);
            AppendName(buffer, ",count_"u8, metric, suffix);
            LineProtocol.AppendInteger(buffer, sum.Count);
            buffer.Write("i"u8);
            isFirst = false;
        }

        AppendTime(buffer, hour.Start);
    }

    /// <summary>Appends that an hour was rolled up.</summary>
    public static void AppendDone(PooledBuffer buffer, long hour, long rolledAt)
    {
        buffer.Write("sensor_rollups rolled_at="u8);
        LineProtocol.AppendInteger(buffer, rolledAt);
        buffer.Write("i"u8);
        AppendTime(buffer, hour);
    }

    /// <summary>Appends that a plant's hour changed late.</summary>
    public static void AppendLate(PooledBuffer buffer, in PlantHour hour, long at) => AppendMark(buffer, hour, " at="u8, at);

    /// <summary>Appends that a plant's hour was rolled up after it had changed late.</summary>
    public static void AppendRedone(PooledBuffer buffer, in PlantHour hour, long rolledAt) => AppendMark(buffer, hour, " rolled_at="u8, rolledAt);

    private static void AppendMark(PooledBuffer buffer, in PlantHour hour, ReadOnlySpan<byte> field, long value)
    {
        buffer.Write("sensor_late"u8);
        AppendPlant(buffer, hour.User, hour.Plant);
        buffer.Write(field);
        LineProtocol.AppendInteger(buffer, value);
        buffer.Write("i"u8);
        AppendTime(buffer, hour.Start + InfluxHours.Length - 1);
    }

    private static void AppendPlant(PooledBuffer buffer, Guid user, Guid plant)
    {
        buffer.Write(",plant_id="u8);
        LineProtocol.AppendId(buffer, plant);
        buffer.Write(",user_id="u8);
        LineProtocol.AppendId(buffer, user);
    }

    private static void AppendName(PooledBuffer buffer, ReadOnlySpan<byte> prefix, string metric, string suffix)
    {
        buffer.Write(prefix);
        LineProtocol.AppendAscii(buffer, metric);
        LineProtocol.AppendAscii(buffer, suffix);
        buffer.Write("="u8);
    }

    private static void AppendTime(PooledBuffer buffer, long time)
    {
        buffer.Write(" "u8);
        LineProtocol.AppendInteger(buffer, time);
        buffer.Write("\n"u8);
    }
}

/// <summary>An hour of a plant.</summary>
/// <param name="User">The owner.</param>
/// <param name="Plant">The plant.</param>
/// <param name="Start">Its first millisecond, Unix.</param>
internal readonly record struct PlantHour(Guid User, Guid Plant, long Start);

/// <summary>An hour of a plant as one device saw it.</summary>
/// <param name="User">The owner.</param>
/// <param name="Plant">The plant.</param>
/// <param name="Device">The device.</param>
/// <param name="Start">Its first millisecond, Unix.</param>
internal readonly record struct DeviceHour(Guid User, Guid Plant, string Device, long Start)
{
    /// <summary>The plant's.</summary>
    public PlantHour OfPlant => new(User, Plant, Start);
}
