using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Sums up whole hours from their roll-ups, and the rest of a range, which is mostly its two ends, from single readings.
/// </summary>
internal sealed class RolledSums(InfluxHttp http, RawSums raw)
{
    /// <summary>Whether windows are made of whole hours.</summary>
    public static bool CanSum(TimeSpan every) => every.Ticks % TimeSpan.TicksPerHour == 0;

    /// <summary>The windows of a range.</summary>
    public async Task<SeriesSums> SumAsync(AggregateQuery query, InfluxRange range, CancellationToken cancellationToken)
    {
        var hours = new InfluxRange(InfluxHours.CeilingTo(range.From, InfluxHours.Length), InfluxHours.FloorTo(range.To, InfluxHours.Length));
        if (hours.IsEmpty)
        {
            return await raw.SumAsync(query, range, cancellationToken);
        }

        // step 1: what was rolled up and is still so. The statements run one after another: whoever finds an hour in the first
        // finds its rows in the last, since they were written before it.
        var sums = new SeriesSums();
        var rolled = new RolledHours((long)query.Every.TotalMilliseconds, sums);
        var statements = InfluxQuery.Of(
            $"SELECT rolled_at FROM {RollUpLines.Done} WHERE time >= $from AND time < $to; "
            + $"SELECT at, rolled_at FROM {RollUpLines.Late} WHERE {{plants}} GROUP BY plant_id; "
            + $"SELECT {Columns(query.Metric)} FROM {RollUpLines.Hourly} WHERE {{where}} GROUP BY plant_id",
            query.Scope,
            hours);
        await http.QueryAsync("aggregate_rolled", statements, rolled, InfluxHttp.QueryTimeout, cancellationToken);

        // step 2: single readings for all else, which is a few stretches: at once
        foreach (var part in await Task.WhenAll(rolled.GapsIn(range).Select(gap => raw.SumAsync(query, gap, cancellationToken))))
        {
            sums.Add(part);
        }

        return sums;
    }

    private static string Columns(string? metric) => metric is null ? "*::field" : string.Join(", ", RollUpLines.FieldsOf(metric).Select(field => $"\"{field}\""));
}
