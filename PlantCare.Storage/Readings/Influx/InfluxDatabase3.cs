using System.Globalization;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// InfluxDB 3, Core and Enterprise. A database keeps the retention that it was made with, and single rows cannot be deleted
/// (docs.influxdata.com/influxdb3/core: 'Data retention in InfluxDB 3 Core').
/// </summary>
internal sealed class InfluxDatabase3(InfluxHttp http, string version) : InfluxDatabase(version)
{
    public override bool CanErase => false;

    public override async Task CreateAsync(TimeSpan? retention, CancellationToken cancellationToken)
    {
        var body = new Dictionary<string, string>(StringComparer.Ordinal) { ["db"] = http.Connection.Bucket };
        if (retention is { } time)
        {
            body["retention_period"] = string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Ceiling(time.TotalHours)}h");
        }

        using var created = await http.ManageAsync(HttpMethod.Post, "api/v3/configure/database", body, cancellationToken);
    }

    public override Task<bool> SetRetentionAsync(TimeSpan retention, CancellationToken cancellationToken) => Task.FromResult(false);
}
