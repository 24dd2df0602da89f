using System.Globalization;
using PlantCare.Domain.Metrics;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>InfluxDB 1.x: databases and retention policies by InfluxQL.</summary>
internal sealed class InfluxDatabase1(InfluxHttp http, string version) : InfluxDatabase(version)
{
    // Names and durations cannot be bound in these statements; the bucket's alphabet needs no escaping.
    private string Name => $"\"{http.Connection.Bucket}\"";

    public override Task CreateAsync(TimeSpan? retention, CancellationToken cancellationToken)
    {
        var kept = retention is { } time ? $" WITH {DurationsOf(time)} NAME \"autogen\"" : "";
        return http.ExecuteAsync("create", new InfluxQuery($"CREATE DATABASE {Name}{kept}"), InfluxHttp.ManagementTimeout, cancellationToken);
    }

    public override async Task<bool> SetRetentionAsync(TimeSpan retention, CancellationToken cancellationToken)
    {
        var policies = new DefaultPolicy();
        await http.QueryAsync(
            "retention", new InfluxQuery($"SHOW RETENTION POLICIES ON {Name}"), policies, InfluxHttp.ManagementTimeout, cancellationToken);
        if (policies.Name is null || string.Equals(policies.Duration, AsShown(retention), StringComparison.Ordinal))
        {
            return false;
        }

        var policy = policies.Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        var statement = $"ALTER RETENTION POLICY \"{policy}\" ON {Name} {DurationsOf(retention)}";
        await http.ExecuteAsync("retention", new InfluxQuery(statement), InfluxHttp.ManagementTimeout, cancellationToken);
        return true;
    }

    private static string DurationsOf(TimeSpan retention) => string.Create(
        CultureInfo.InvariantCulture,
        $"DURATION {(long)retention.TotalSeconds}s SHARD DURATION {(long)ShardDurationOf(retention).TotalSeconds}s");

    // 720h0m0s
    private static string AsShown(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}h{time.Minutes}m{time.Seconds}s");

    private sealed class DefaultPolicy : IInfluxRows
    {
        private int _name;
        private int _duration;
        private int _default;

        public string? Name { get; private set; }

        public string? Duration { get; private set; }

        public void Begin(InfluxSeries series)
        {
            _name = series.Columns.IndexOf("name");
            _duration = series.Columns.IndexOf("duration");
            _default = series.Columns.IndexOf("default");
        }

        public void Add(ReadOnlySpan<MetricValue?> row)
        {
            if (row[_default] is { Kind: MetricKind.Boolean, Boolean: true })
            {
                Name = row[_name]?.Text;
                Duration = row[_duration]?.Text;
            }
        }
    }
}
