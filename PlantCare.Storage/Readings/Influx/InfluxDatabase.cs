namespace PlantCare.Storage.Readings.Influx;

/// <summary>How databases are looked after, which differs from version to version.</summary>
internal abstract class InfluxDatabase(string version)
{
    /// <summary>As the server says it.</summary>
    public string Version => version;

    /// <summary>Whether single points can be deleted.</summary>
    public virtual bool CanErase => true;

    /// <summary>The way of a server that reports <paramref name="version"/>.</summary>
    public static InfluxDatabase Of(string version, InfluxHttp http) => version.TrimStart('v').Split('.')[0] switch
    {
        "2" => new InfluxDatabase2(http, version),
        "3" => new InfluxDatabase3(http, version),
        _ => new InfluxDatabase1(http, version),
    };

    /// <summary>Makes the database, or whatever it takes for it to answer to <c>db=</c>.</summary>
    /// <param name="retention">How long points are kept; null for always.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract Task CreateAsync(TimeSpan? retention, CancellationToken cancellationToken);

    /// <summary>Sees to it that points are kept so long.</summary>
    /// <returns>Whether anything had to be changed.</returns>
    public abstract Task<bool> SetRetentionAsync(TimeSpan retention, CancellationToken cancellationToken);

    /// <summary>
    /// InfluxDB deletes whole shards, once the youngest point in them is too old: the stretch of time that one shard spans is how much
    /// longer than asked points may live. It also opens each shard that a question reaches into, so that a month in shards of a day
    /// takes several times as long to sum up as one in shards of a week: a week it is wherever the retention is several of them.
    /// </summary>
    protected static TimeSpan ShardDurationOf(TimeSpan retention) =>
        retention <= TimeSpan.FromDays(2) ? TimeSpan.FromHours(1)
        : retention < TimeSpan.FromDays(28) ? TimeSpan.FromDays(1)
        : TimeSpan.FromDays(7);
}
