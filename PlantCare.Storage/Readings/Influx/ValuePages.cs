using System.Runtime.CompilerServices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Answers a <see cref="ReadingQuery"/> a page at a time: however slowly somebody takes the values, no answer of the server's is held
/// open, and no more than a page is in memory.
/// </summary>
internal sealed class ValuePages(InfluxHttp http)
{
    /// <summary>Rows are a device's readings; one gives as many values as the device has metrics.</summary>
    private const int RowsPerPage = 2_000;

    // A row at the position that the query continues after may give nothing; usually there are few of them.
    private const int RowsToSpare = 32;

    public async IAsyncEnumerable<StoredValue> ReadAsync(
        ReadingQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (query.Scope.PlantIds is { Count: 0 } || (query.Metric is { } metric && !MetricName.IsValid(metric)))
        {
            yield break;
        }

        var left = query.Limit ?? int.MaxValue;
        var range = Narrow(InfluxRange.Of(query.Range), query);
        var rows = (int)Math.Min(left + (long)RowsToSpare, RowsPerPage);
        while (left > 0 && !range.IsEmpty)
        {
            // step 1: so many rows from the range's beginning
            var page = await TakeAsync(query, range, rows, cancellationToken);
            var isLast = page.Rows < rows;
            var values = page.Values;

            // step 2: the page may end amid the rows of one millisecond; those belong to the next page
            if (!isLast && page.FirstTime == page.LastTime)
            {
                rows *= 2;
                continue;
            }

            if (!isLast)
            {
                values.RemoveAll(value => value.Time.ToUnixTimeMilliseconds() == page.LastTime);
                range = query.Descending ? range with { To = page.LastTime + 1 } : range with { From = page.LastTime };
                rows = RowsPerPage;
            }

            // step 3: the server orders by time alone
            values.Sort(query.Descending
                ? static (a, b) => b.Position.CompareTo(a.Position)
                : static (a, b) => a.Position.CompareTo(b.Position));

            for (var i = 0; i < values.Count && left > 0; i++)
            {
                if (IsWanted(query, values[i]) && (i == 0 || values[i].Position != values[i - 1].Position))
                {
                    left--;
                    yield return values[i];
                }
            }

            if (isLast)
            {
                yield break;
            }
        }
    }

    private async Task<Page> TakeAsync(ReadingQuery query, InfluxRange range, int rows, CancellationToken cancellationToken)
    {
        var fields = query.Metric is { } metric ? string.Join(", ", InfluxField.AllQuoted(metric)) : "*::field";
        var order = query.Descending ? "DESC" : "ASC";
        var statement = InfluxQuery.Of(
            $"SELECT {fields}, plant_id, device_id FROM {LineProtocol.Measurement} WHERE {{where}} ORDER BY time {order} LIMIT $rows",
            query.Scope,
            range).With("rows", rows);
        var page = new Page();
        await http.QueryAsync("read", statement, page, InfluxHttp.QueryTimeout, cancellationToken);
        return page;
    }

    // What comes after a position begins at, or ends with, the position's own moment.
    private static InfluxRange Narrow(InfluxRange range, ReadingQuery query) => query switch
    {
        { After: null } => range,
        { After: { } after, Descending: false } => range with { From = Math.Max(range.From, after.Time.ToUnixTimeMilliseconds()) },
        { After: { } after } => range with { To = Math.Min(range.To, after.Time.ToUnixTimeMilliseconds() + 1) },
    };

    private static bool IsWanted(ReadingQuery query, in StoredValue value) =>
        query.After is not { } after || (query.Descending ? value.Position < after : value.Position > after);

    private sealed class Page : IInfluxRows
    {
        private string?[] _metrics = [];
        private int _plantColumn;
        private int _deviceColumn;

        public List<StoredValue> Values { get; } = [];

        public int Rows { get; private set; }

        public long FirstTime { get; private set; }

        public long LastTime { get; private set; }

        public void Begin(InfluxSeries series)
        {
            _metrics = [.. series.Columns.Select(InfluxField.MetricOf)];
            _plantColumn = series.Columns.LastIndexOf("plant_id");
            _deviceColumn = series.Columns.LastIndexOf("device_id");
        }

        public void Add(ReadOnlySpan<MetricValue?> row)
        {
            LastTime = row.TimeIn(0);
            FirstTime = Rows++ == 0 ? LastTime : FirstTime;

            // What somebody else wrote into the same measurement is no reading.
            if (_plantColumn < 0 || !row.TryGetId(_plantColumn, out var plant)
                || _deviceColumn < 0 || row[_deviceColumn] is not { Kind: MetricKind.Text } device)
            {
                return;
            }

            var time = DateTimeOffset.FromUnixTimeMilliseconds(LastTime);
            for (var i = 1; i < row.Length; i++)
            {
                if (row[i] is { } value && _metrics[i] is { } metric)
                {
                    Values.Add(new StoredValue(time, plant, device.Text, metric, value));
                }
            }
        }
    }
}

/// <summary>Cells as what they stand for.</summary>
internal static class InfluxCells
{
    /// <summary>A time, Unix milliseconds.</summary>
    public static long TimeIn(this ReadOnlySpan<MetricValue?> row, int column) => (long)row[column]!.Value.Number;

    /// <summary>A UUID.</summary>
    public static bool TryGetId(this ReadOnlySpan<MetricValue?> row, int column, out Guid id)
    {
        id = default;
        return row[column] is { Kind: MetricKind.Text } text && Guid.TryParseExact(text.Text, "D", out id);
    }
}
