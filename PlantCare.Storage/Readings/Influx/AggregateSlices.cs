using System.Runtime.CompilerServices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>Answers an <see cref="AggregateQuery"/>, a slice of the range at a time.</summary>
internal sealed class AggregateSlices(RawSums raw, RolledSums rolled)
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
            var to = (long)Int128.Min(range.To, InfluxHours.FloorTo(from, every) + ((Int128)slice * every));
            var part = new InfluxRange(from, to);
            var sums = RolledSums.CanSum(query.Every)
                ? await rolled.SumAsync(query, part, cancellationToken)
                : await raw.SumAsync(query, part, cancellationToken);
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
}
