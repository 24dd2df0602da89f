using PlantCare.Domain.Metrics;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Finds out which hours may be taken from their roll-ups, and adds those up. It reads, in this order, which hours were rolled up,
/// which of them changed since, and the roll-ups.
/// </summary>
/// <param name="every">The width of a window, in milliseconds; whole hours.</param>
/// <param name="sums">Where the windows go.</param>
internal sealed class RolledHours(long every, SeriesSums sums) : IInfluxRows
{
    /// <summary>Each further one is a request more for what lies between.</summary>
    private const int MaxRuns = 6;

    private readonly Dictionary<long, long> _rolled = [];
    private readonly List<SumColumn> _columns = [];
    private List<InfluxRange>? _runs;
    private HashSet<long> _usable = [];
    private string _measurement = "";
    private Guid? _plant;

    public void Begin(InfluxSeries series)
    {
        _measurement = series.Name;
        _plant = series.IdIn("plant_id");
        _columns.Clear();
        if (_measurement == RollUpLines.Hourly)
        {
            Settle();
            _columns.AddRange(SumColumn.Of(series, "mean_"));
        }
    }

    public void Add(ReadOnlySpan<MetricValue?> row)
    {
        var hour = InfluxHours.FloorTo(row.TimeIn(0), InfluxHours.Length);
        switch (_measurement)
        {
            case RollUpLines.Done when row[1] is { } rolledAt:
                _rolled[hour] = (long)rolledAt.Number;
                break;
            case RollUpLines.Late when row[1] is { } at && _rolled.TryGetValue(hour, out var rolledAt)
                && RollUpLines.IsStale((long)at.Number, Math.Max(rolledAt, (long)(row[2]?.Number ?? 0))):
                // Of whichever plant it is: there are few such hours, and soon none.
                _rolled.Remove(hour);
                break;
            case RollUpLines.Hourly when _plant is { } plant && _usable.Contains(hour):
                foreach (var column in _columns)
                {
                    if (column.TryRead(row, out var summary))
                    {
                        sums.Add(InfluxHours.FloorTo(hour, every), plant, column.Metric, Sum.OfMean(summary));
                    }
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The parts of a range that must come from single readings.</summary>
    public IEnumerable<InfluxRange> GapsIn(InfluxRange range)
    {
        var from = range.From;
        foreach (var run in Settle())
        {
            if (from < run.From)
            {
                yield return new InfluxRange(from, run.From);
            }

            from = run.To;
        }

        if (from < range.To)
        {
            yield return range with { From = from };
        }
    }

    // Only the longest stretches are taken from the roll-ups.
    private List<InfluxRange> Settle()
    {
        if (_runs is null)
        {
            _runs = [.. RunsOf(_rolled.Keys).OrderByDescending(run => run.To - run.From).Take(MaxRuns).OrderBy(run => run.From)];
            _usable = [.. _rolled.Keys.Where(hour => _runs.Exists(run => hour >= run.From && hour < run.To))];
        }

        return _runs;
    }

    private static IEnumerable<InfluxRange> RunsOf(IEnumerable<long> hours)
    {
        InfluxRange? run = null;
        foreach (var hour in hours.Order())
        {
            if (run is { } last && last.To == hour)
            {
                run = last with { To = hour + InfluxHours.Length };
                continue;
            }

            if (run is { } done)
            {
                yield return done;
            }

            run = new InfluxRange(hour, hour + InfluxHours.Length);
        }

        if (run is { } rest)
        {
            yield return rest;
        }
    }
}
