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

        // step 1: the two ends are no whole hours, and come from single readings whatever was rolled up: they are asked for meanwhile
        var ends = new[] { range with { To = hours.From }, range with { From = hours.To } }
            .Where(end => !end.IsEmpty)
            .Select(end => raw.SumAsync(query, end, cancellationToken))
            .ToList();

        // step 2: what was rolled up and is still so. The statements run one after another: whoever finds an hour in the first
        // finds its rows in the last, since they were written before it.
        var sums = new SeriesSums();
        var rolled = new RolledHours((long)query.Every.TotalMilliseconds, sums);
        var statements = InfluxQuery.Of(
            $"SELECT rolled_at FROM {RollUpLines.Done} WHERE time >= $from AND time < $to; "
            + $"SELECT at, rolled_at FROM {RollUpLines.Late} WHERE {{plants}} GROUP BY plant_id; "
            + $"SELECT {Columns(query.Metric)} FROM {RollUpLines.Hourly} WHERE {{where}} GROUP BY plant_id",
            query.Scope,
            hours);
        await Task.WhenAll([http.QueryAsync("aggregate_rolled", statements, rolled, InfluxHttp.QueryTimeout, cancellationToken), .. ends]);

        // step 3: single readings for the hours that are not, which are a few stretches: at once
        var gaps = rolled.GapsIn(hours).Select(gap => raw.SumAsync(query, gap, cancellationToken));
        foreach (var part in await Task.WhenAll([.. ends, .. gaps]))
        {
            sums.Add(part);
        }

        return sums;
    }

    private static string Columns(string? metric) => metric is null ? "*::field" : string.Join(", ", RollUpLines.FieldsOf(metric).Select(field => $"\"{field}\""));
}
