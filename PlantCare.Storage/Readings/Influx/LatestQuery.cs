using System.Globalization;
using System.Runtime.InteropServices;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Finds each metric's newest value. <c>last()</c> keeps its point's time and tags only where it stands alone in a SELECT, so there is
/// a statement for each field. Where the database has few fields all are asked for, since a list of them costs next to nothing; where it has
/// many, the scope is asked first which of them it has.
/// </summary>
internal sealed class LatestQuery(InfluxHttp http)
{
    private const int StatementsPerRequest = 32;
    private const string LastPrefix = "last_";

    public async Task<IReadOnlyList<StoredValue>> FindAsync(ReadingScope scope, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var range = InfluxRange.Of(new TimeRange(since, DateTimeOffset.MaxValue));
        if (scope.PlantIds is { Count: 0 } || range.IsEmpty)
        {
            return [];
        }

        // step 1: which fields may hold anything
        var all = new FieldKeys();
        var list = new InfluxQuery(string.Create(CultureInfo.InvariantCulture, $"SHOW FIELD KEYS FROM {LineProtocol.Measurement} LIMIT {StatementsPerRequest + 1}"));
        await http.QueryAsync("latest", list, all, InfluxHttp.QueryTimeout, cancellationToken);
        var names = all.Count > StatementsPerRequest ? await FindFieldsAsync(scope, range, cancellationToken) : all.Names;

        // step 2: the newest value of each of them, in each plant
        var newest = new Newest();
        foreach (var some in names.Chunk(StatementsPerRequest))
        {
            var statements = some.Select(field =>
                $"SELECT last({InfluxField.Quoted(field)}) AS {InfluxField.Quoted(field)}, device_id FROM {LineProtocol.Measurement} "
                + "WHERE {where} GROUP BY plant_id");
            var query = InfluxQuery.Of(string.Join("; ", statements), scope, range);
            await http.QueryAsync("latest", query, newest, InfluxHttp.QueryTimeout, cancellationToken);
        }

        return [.. newest.Values.Values];
    }

    private async Task<HashSet<string>> FindFieldsAsync(ReadingScope scope, InfluxRange range, CancellationToken cancellationToken)
    {
        var fields = new FieldsInUse();
        var question = InfluxQuery.Of($"SELECT last(*) FROM {LineProtocol.Measurement} WHERE {{where}}", scope, range);
        await http.QueryAsync("latest", question, fields, InfluxHttp.QueryTimeout, cancellationToken);
        return fields.Names;
    }

    /// <summary>Rows of a field's name and its type.</summary>
    private sealed class FieldKeys : IInfluxRows
    {
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        /// <summary>How many there are, those that are none of ours included.</summary>
        public int Count { get; private set; }

        public void Begin(InfluxSeries series)
        {
        }

        public void Add(ReadOnlySpan<MetricValue?> row)
        {
            Count++;
            if (row[0] is { Kind: MetricKind.Text } field && InfluxField.MetricOf(field.Text) is not null)
            {
                Names.Add(field.Text);
            }
        }
    }

    private sealed class FieldsInUse : IInfluxRows
    {
        private string?[] _fields = [];

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public void Begin(InfluxSeries series) => _fields =
        [
            .. series.Columns.Select(column => column.StartsWith(LastPrefix, StringComparison.Ordinal)
                && InfluxField.MetricOf(column[LastPrefix.Length..]) is not null ? column[LastPrefix.Length..] : null),
        ];

        public void Add(ReadOnlySpan<MetricValue?> row)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is not null && _fields[i] is { } field)
                {
                    Names.Add(field);
                }
            }
        }
    }

    private sealed class Newest : IInfluxRows
    {
        private Guid? _plant;
        private string? _metric;

        public Dictionary<(Guid Plant, string Metric), StoredValue> Values { get; } = [];

        public void Begin(InfluxSeries series)
        {
            _plant = Guid.TryParseExact(series.Tags.GetValueOrDefault("plant_id"), "D", out var plant) ? plant : null;
            _metric = InfluxField.MetricOf(series.Columns[1]);
        }

        public void Add(ReadOnlySpan<MetricValue?> row)
        {
            if (_plant is not { } plant || _metric is not { } metric || row[1] is not { } value || row[2] is not { Kind: MetricKind.Text } device)
            {
                return;
            }

            var time = DateTimeOffset.FromUnixTimeMilliseconds(row.TimeIn(0));
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(Values, (plant, metric), out var exists);
            if (!exists || known.Time < time)
            {
                known = new StoredValue(time, plant, device.Text, metric, value);
            }
        }
    }
}
