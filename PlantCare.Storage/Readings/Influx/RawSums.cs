using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Sums up single readings. The server sums up each series by itself; what a plant's series (its devices, and its names over the years)
/// say about a window is put together here.
/// </summary>
/// <remarks>
/// A reading that was delivered again after its plant was renamed stands in two series (see <see cref="LineProtocol"/>) and may count
/// once only. Two series of one device in the same window are the sign that it could be so, and a window in which it could is summed up
/// from its single values instead, which <see cref="ValuePages"/> gives once each.
/// </remarks>
internal sealed class RawSums(InfluxHttp http, ValuePages values)
{
    /// <summary>The windows of a range.</summary>
    public async Task<SeriesSums> SumAsync(AggregateQuery query, InfluxRange range, CancellationToken cancellationToken)
    {
        var every = (long)query.Every.TotalMilliseconds;
        var sums = await SumSeriesAsync(query, range, cancellationToken);
        foreach (var (start, plant) in sums.Overlapping)
        {
            var single = query with { Scope = query.Scope with { PlantIds = [plant] } };
            var window = new InfluxRange(Math.Max(range.From, start), Math.Min(range.To, start + every));
            sums.Replace((start, plant), await SumValuesAsync(single, window, every, cancellationToken));
        }

        return sums;
    }

    private async Task<SeriesSums> SumSeriesAsync(AggregateQuery query, InfluxRange range, CancellationToken cancellationToken)
    {
        // The cast leaves out what another program may have written into a field of that name as text.
        var what = query.Metric is { } metric ? InfluxField.Quoted(metric, MetricKind.Number) + "::float" : "*";
        var names = query.Metric is { } only ? "_" + only : "";
        var columns = string.Join(", ", SeriesSums.Functions.Select(function =>
            names.Length == 0 ? $"{function}({what})" : $"{function}({what}) AS \"{function}{names}\""));
        var statement = InfluxQuery.Of(
            $"SELECT {columns} FROM {LineProtocol.Measurement} WHERE {{where}} GROUP BY time($every), * fill(none)", query.Scope, range)
            .WithDuration("every", query.Every);
        var sums = new SeriesSums();
        try
        {
            await http.QueryAsync("aggregate", statement, sums, InfluxHttp.QueryTimeout, cancellationToken);
            return sums;
        }
        catch (InfluxException failure) when (failure.Fault == InfluxFault.Unreadable)
        {
            // 1.x cannot say 'infinite' in JSON, and breaks off where a sum has become so.
            return await SumValuesAsync(query, range, (long)query.Every.TotalMilliseconds, cancellationToken);
        }
    }

    private async Task<SeriesSums> SumValuesAsync(AggregateQuery query, InfluxRange range, long every, CancellationToken cancellationToken)
    {
        var sums = new SeriesSums();
        var single = new ReadingQuery(query.Scope, range.ToTimeRange(), query.Metric);
        await foreach (var value in values.ReadAsync(single, cancellationToken))
        {
            if (value.Value.TryGetNumber(out var number))
            {
                sums.Add(InfluxHours.FloorTo(value.Time.ToUnixTimeMilliseconds(), every), value.PlantId, value.Metric, number);
            }
        }

        return sums;
    }
}
