using System.Globalization;
using System.Text;
using System.Text.Json;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>A statement of InfluxQL, or several, with the values that its <c>$names</c> stand for. No value is ever part of the text.</summary>
/// <param name="text">The statement.</param>
internal sealed class InfluxQuery(string text)
{
    private readonly Dictionary<string, object> _parameters = new(StringComparer.Ordinal);

    /// <summary>The statement.</summary>
    public string Text { get; } = text;

    /// <summary>
    /// A statement with a placeholder <c>{where}</c> for whose values are meant, and from when:
    /// <c>user_id = $user AND (plant_id = $plant0 OR plant_id = $plant1) AND time &gt;= $from AND time &lt; $to</c>;
    /// <c>{plants}</c> is the same for measurements that know no devices.
    /// </summary>
    public static InfluxQuery Of(string text, ReadingScope scope, InfluxRange? range)
    {
        var where = new StringBuilder("user_id = $user");
        var parameters = new List<(string Name, object Value)> { ("user", scope.UserId.ToString()) };
        if (scope.PlantIds is { } plants)
        {
            where.Append(" AND (").AppendJoin(" OR ", plants.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"plant_id = $plant{i}"))).Append(')');
            parameters.AddRange(plants.Select((id, i) => (string.Create(CultureInfo.InvariantCulture, $"plant{i}"), (object)id.ToString())));
        }

        if (range is { } times)
        {
            where.Append(" AND time >= $from AND time < $to");
            parameters.Add(("from", times.FromNanoseconds));
            parameters.Add(("to", times.ToNanoseconds));
        }

        text = text.Replace("{plants}", where.ToString(), StringComparison.Ordinal);
        if (scope.DeviceId is { } device)
        {
            where.Append(" AND device_id = $device");
            parameters.Add(("device", device));
        }

        var query = new InfluxQuery(text.Replace("{where}", where.ToString(), StringComparison.Ordinal));
        foreach (var (name, value) in parameters)
        {
            query.With(name, value);
        }

        return query;
    }

    /// <summary>A statement with a placeholder <c>{where}</c> for when only, and so about everybody: not for what people ask.</summary>
    public static InfluxQuery OfAll(string text, InfluxRange range) =>
        new InfluxQuery(text.Replace("{where}", "time >= $from AND time < $to", StringComparison.Ordinal))
            .With("from", range.FromNanoseconds)
            .With("to", range.ToNanoseconds);

    /// <summary>Binds a value.</summary>
    public InfluxQuery With(string name, object value)
    {
        _parameters[name] = value;
        return this;
    }

    /// <summary>Binds a duration, which InfluxQL has a type of its own for.</summary>
    public InfluxQuery WithDuration(string name, TimeSpan value) => With(name, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["duration"] = string.Create(CultureInfo.InvariantCulture, $"{(long)value.TotalMilliseconds}ms"),
    });

    /// <summary>The parameters as <c>params=</c> takes them.</summary>
    public string ParametersAsJson() => JsonSerializer.Serialize(_parameters);
}

/// <summary>A stretch of time in whole milliseconds, cut to what InfluxDB can keep (nanoseconds in 64 bits: 1677 to 2262).</summary>
/// <param name="From">The first millisecond in it, Unix.</param>
/// <param name="To">The first millisecond after it, Unix.</param>
internal readonly record struct InfluxRange(long From, long To)
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    // The two nanoseconds at each end are not times to InfluxDB.
    private const long MinNanoseconds = long.MinValue + 2;
    private const long MaxNanoseconds = long.MaxValue - 1;
    private const long MinMilliseconds = MinNanoseconds / NanosecondsPerMillisecond;
    private const long MaxMilliseconds = (MaxNanoseconds / NanosecondsPerMillisecond) + 1;

    /// <summary>Whether nothing can be in it.</summary>
    public bool IsEmpty => From >= To;

    /// <summary>The first nanosecond in it.</summary>
    public long FromNanoseconds => ToNanosecondsOf(From);

    /// <summary>The first nanosecond after it.</summary>
    public long ToNanoseconds => ToNanosecondsOf(To);

    /// <summary>The milliseconds that are in a range.</summary>
    public static InfluxRange Of(TimeRange range) => new(Ceiling(range.From), Ceiling(range.To));

    /// <summary>The same, as times.</summary>
    public TimeRange ToTimeRange() => new(DateTimeOffset.FromUnixTimeMilliseconds(From), DateTimeOffset.FromUnixTimeMilliseconds(To));

    // A value at 10 ms is not in a range that begins at 10.5 ms, and is in one that ends there.
    private static long Ceiling(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        milliseconds += time.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1;
        return Math.Clamp(milliseconds, MinMilliseconds, MaxMilliseconds);
    }

    private static long ToNanosecondsOf(long milliseconds) => milliseconds switch
    {
        <= MinMilliseconds => MinNanoseconds,
        >= MaxMilliseconds => MaxNanoseconds,
        _ => milliseconds * NanosecondsPerMillisecond,
    };
}
