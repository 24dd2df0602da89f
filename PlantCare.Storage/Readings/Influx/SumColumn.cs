using PlantCare.Domain.Metrics;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Where an answer holds a metric summed up. A column is named for its function and field, such as <c>sum_temperature</c>; only fields
/// that have a sum, or a mean, are numbers.
/// </summary>
internal readonly record struct SumColumn(string Metric, int First, int Min, int Max, int Count)
{
    /// <summary>The metrics that a series' columns hold.</summary>
    /// <param name="series">The series.</param>
    /// <param name="first">What stands beside min, max and count: <c>sum_</c> or <c>mean_</c>.</param>
    public static IEnumerable<SumColumn> Of(InfluxSeries series, string first)
    {
        foreach (var field in series.Columns.Where(name => name.StartsWith(first, StringComparison.Ordinal)).Select(name => name[first.Length..]))
        {
            if (InfluxField.MetricOf(field) is { } metric && new SumColumn(metric, Find(first), Find("min_"), Find("max_"), Find("count_")) is { IsWhole: true } column)
            {
                yield return column;
            }

            int Find(string function) => series.Columns.IndexOf(function + field);
        }
    }

    private bool IsWhole => First >= 0 && Min >= 0 && Max >= 0 && Count >= 0;

    /// <summary>Reads a row; false where it holds nothing of the metric.</summary>
    public bool TryRead(ReadOnlySpan<MetricValue?> row, out Summary summary)
    {
        if (row[Count] is not { Kind: MetricKind.Number, Number: > 0 } count || row[First] is not { } first
            || row[Min] is not { } min || row[Max] is not { } max)
        {
            summary = default;
            return false;
        }

        summary = new Summary(first.Number, min.Number, max.Number, (long)count.Number);
        return true;
    }
}

/// <summary>What a row says of a metric.</summary>
/// <param name="First">Its sum or its mean.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Count">How many values there were.</param>
internal readonly record struct Summary(double First, double Min, double Max, long Count);
