using PlantCare.Domain.Metrics;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>Reads which hours were rolled up, and which of them are to be rolled up again.</summary>
internal sealed class RollUpBook : IInfluxRows
{
    private readonly long _settledBefore;
    private string _measurement = "";
    private Guid? _user;
    private Guid? _plant;

    /// <param name="settledBefore">Changes after this time, Unix milliseconds, wait: what is late seldom comes alone.</param>
    private RollUpBook(long settledBefore) => _settledBefore = settledBefore;

    /// <summary>When each hour was rolled up.</summary>
    public Dictionary<long, long> Done { get; } = [];

    /// <summary>Plants' hours that changed since they were rolled up.</summary>
    public List<PlantHour> Stale { get; } = [];

    /// <summary>Hours that changed and were not rolled up.</summary>
    public HashSet<long> Unknown { get; } = [];

    /// <summary>Reads it.</summary>
    /// <param name="http">The way to the server.</param>
    /// <param name="hours">Which hours.</param>
    /// <param name="marksSince">Which changes, by when they came; null for none.</param>
    /// <param name="settledBefore">Changes after this time wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RollUpBook> ReadAsync(
        InfluxHttp http, InfluxRange hours, long? marksSince, long settledBefore, CancellationToken cancellationToken)
    {
        var book = new RollUpBook(settledBefore);
        var done = $"SELECT rolled_at FROM {RollUpLines.Done} WHERE {{where}}";
        var late = $"SELECT at, rolled_at FROM {RollUpLines.Late} WHERE {{where}} AND at >= $since GROUP BY user_id, plant_id";
        var statement = marksSince is { } since
            ? InfluxQuery.OfAll($"{done}; {late}", hours).With("since", since)
            : InfluxQuery.OfAll(done, hours);
        await http.QueryAsync("roll_up_plan", statement, book, InfluxHttp.QueryTimeout, cancellationToken);
        return book;
    }

    public void Begin(InfluxSeries series) =>
        (_measurement, _user, _plant) = (series.Name, series.IdIn("user_id"), series.IdIn("plant_id"));

    public void Add(ReadOnlySpan<MetricValue?> row)
    {
        if (row[1] is not { } cell)
        {
            return;
        }

        var hour = InfluxHours.FloorTo(row.TimeIn(0), InfluxHours.Length);
        var value = (long)cell.Number;
        if (_measurement == RollUpLines.Done)
        {
            Done[hour] = value;
        }
        else if (!Done.TryGetValue(hour, out var rolledAt))
        {
            Unknown.Add(hour);
        }
        else if (value < _settledBefore && _user is { } user && _plant is { } plant
            && RollUpLines.IsStale(value, Math.Max(rolledAt, (long)(row[2]?.Number ?? 0))))
        {
            Stale.Add(new PlantHour(user, plant, hour));
        }
    }
}
