using System.Runtime.CompilerServices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Answers an <see cref="AggregateQuery"/>. The server sums up each series by itself; what a plant's series (its devices, and its names
/// over the years) say about a window is put together here, a slice of the range at a time.
/// </summary>
/// <remarks>
/// A reading that was delivered again after its plant was renamed stands in two series (see <see cref="LineProtocol"/>) and may count
/// once only. Two series of one device in the same window are the sign that it could be so, and a window in which it could is summed up
/// from its single values instead, which <see cref="ValuePages"/> gives once each.
/// </remarks>
internal sealed class AggregateSlices(InfluxHttp http, ValuePages values)
{
    /// <summary>How many windows a slice begins with; it grows where there are few readings and shrinks where there are many.</summary>
    private const int FirstSlice = 1_024;

    private const int FewWindows = 512;
    private const int ManyWindows = 8_192;

    public async IAsyncEnumerable<AggregateWindow> ComputeAsync(
        AggregateQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = InfluxRange.Of(query.Range);
        if (range.IsEmpty || query.Scope.PlantIds is { Count: 0 } || (query.Metric is { } metric && !MetricName.IsValid(metric)))
        {
            yield break;
        }

        var every = (long)query.Every.TotalMilliseconds;
        var slice = (long)FirstSlice;
        for (var from = range.From; from < range.To;)
        {
            var to = (long)Int128.Min(range.To, FloorTo(from, every) + ((Int128)slice * every));
            var sums = await SumAsync(query, new InfluxRange(from, to), cancellationToken);
            foreach (var (start, plant) in sums.Overlapping)
            {
                var single = query with { Scope = query.Scope with { PlantIds = [plant] } };
                var window = new InfluxRange(Math.Max(from, start), Math.Min(to, start + every));
                sums.Replace((start, plant), await SumValuesAsync(single, window, every, cancellationToken));
            }

            foreach (var ((start, plant), window) in sums.Windows.OrderBy(window => window.Key))
            {
                yield return new AggregateWindow(
                    DateTimeOffset.FromUnixTimeMilliseconds(start),
                    plant,
                    window.ToDictionary(pair => pair.Key, pair => pair.Value.ToAggregate(), StringComparer.Ordinal));
            }

            from = to;
            slice = sums.Windows.Count switch
            {
                < FewWindows => Math.Min(slice * 8, long.MaxValue / 16),
                > ManyWindows => Math.Max(slice / 2, 1),
                _ => slice,
            };
        }
    }

    private async Task<SeriesSums> SumAsync(AggregateQuery query, InfluxRange range, CancellationToken cancellationToken)
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
                sums.Add(FloorTo(value.Time.ToUnixTimeMilliseconds(), every), value.PlantId, value.Metric, number);
            }
        }

        return sums;
    }

    // Windows are aligned to the Unix epoch, before it as well as after it.
    private static long FloorTo(long value, long step) => value - (((value % step) + step) % step);
}
