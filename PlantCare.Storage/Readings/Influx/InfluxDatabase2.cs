using System.Text.Json;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>InfluxDB 2.x: buckets, and the mapping that lets them answer to <c>db=</c>, by its management API.</summary>
internal sealed class InfluxDatabase2(InfluxHttp http, string version) : InfluxDatabase(version)
{
    private string Bucket => http.Connection.Bucket;

    private string Organization => Uri.EscapeDataString(http.Connection.Organization);

    public override async Task CreateAsync(TimeSpan? retention, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is { } bucket)
        {
            // The bucket is there, yet no database of that name: the mapping that 2.x makes by itself was deleted, or is none yet.
            await CreateMappingAsync(bucket, cancellationToken);
            return;
        }

        using var organizations = await http.ManageAsync(HttpMethod.Get, $"api/v2/orgs?org={Organization}", body: null, cancellationToken);
        if (!organizations.RootElement.TryGetProperty("orgs", out var found) || found.GetArrayLength() == 0)
        {
            throw new InfluxException(InfluxFault.Denied, $"InfluxDB shows no organisation '{http.Connection.Organization}' to this token.");
        }

        var body = new { orgID = found[0].GetProperty("id").GetString(), name = Bucket, retentionRules = RulesOf(retention) };
        using var created = await http.ManageAsync(HttpMethod.Post, "api/v2/buckets", body, cancellationToken);
    }

    public override async Task<bool> SetRetentionAsync(TimeSpan retention, CancellationToken cancellationToken)
    {
        var bucket = await FindAsync(cancellationToken)
            ?? throw new InfluxException(InfluxFault.NoDatabase, $"InfluxDB shows no bucket '{Bucket}' to this token.");
        if (bucket.EverySeconds == (long)retention.TotalSeconds)
        {
            return false;
        }

        var body = new { retentionRules = RulesOf(retention) };
        using var changed = await http.ManageAsync(HttpMethod.Patch, $"api/v2/buckets/{bucket.Id}", body, cancellationToken);
        return true;
    }

    // Without its own shard duration, a retention shorter than the shards that the bucket has is refused.
    private static object[] RulesOf(TimeSpan? retention) => retention is not { } time ? [] :
    [
        new
        {
            type = "expire",
            everySeconds = (long)time.TotalSeconds,
            shardGroupDurationSeconds = (long)ShardDurationOf(time).TotalSeconds,
        },
    ];

    private async Task<Found?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var json = await http.ManageAsync(
                HttpMethod.Get, $"api/v2/buckets?org={Organization}&name={Uri.EscapeDataString(Bucket)}", body: null, cancellationToken);
            return json.RootElement.TryGetProperty("buckets", out var buckets) && buckets.GetArrayLength() > 0 ? Read(buckets[0]) : null;
        }
        catch (InfluxException failure) when (failure.Fault == InfluxFault.NoDatabase)
        {
            return null;
        }
    }

    private static Found Read(JsonElement bucket)
    {
        var every = bucket.TryGetProperty("retentionRules", out var rules) && rules.GetArrayLength() > 0
            ? rules[0].GetProperty("everySeconds").GetInt64()
            : 0;
        return new Found(bucket.GetProperty("id").GetString()!, bucket.GetProperty("orgID").GetString()!, every);
    }

    private async Task CreateMappingAsync(Found bucket, CancellationToken cancellationToken)
    {
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["orgID"] = bucket.OrganizationId,
            ["bucketID"] = bucket.Id,
            ["database"] = Bucket,
            ["retention_policy"] = "autogen",
            ["default"] = true,
        };
        using var created = await http.ManageAsync(HttpMethod.Post, "api/v2/dbrps", body, cancellationToken);
    }

    private sealed record Found(string Id, string OrganizationId, long EverySeconds);
}
