using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Primitives;
using PlantCare.ServiceDefaults.Http;

namespace PlantCare.ServiceDefaults.RateLimits;

/// <summary>Makes limits of the framework's parts: token buckets, which are forgotten when they have been full for ten seconds.</summary>
public static class RateLimit
{
    private const int SecondsOfMinute = 60;

    /// <summary>
    /// Addresses share this many buckets by a hash that nobody outside can foresee, so that whoever has many addresses cannot fill our memory
    /// with them.
    /// </summary>
    private const uint AddressSlots = 65_536;

    /// <summary>How much later than it should a bucket may be filled up again: the framework looks ten times a second.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(200);

    /// <summary>A bucket that holds a minute's requests and fills up again evenly.</summary>
    /// <param name="key">Whose it is.</param>
    /// <param name="perMinute">How many requests a minute.</param>
    public static RateLimitPartition<string> Bucket(string key, int perMinute) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / SecondsOfMinute),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1.0, (double)SecondsOfMinute / perMinute)),
        QueueLimit = 0,
    });

    /// <summary>A bucket for the address that a request comes from.</summary>
    public static RateLimitPartition<string> AddressBucket(HttpContext context, int perMinute)
    {
        var block = AddressBlock.Of(context.Connection.RemoteIpAddress);
        var slot = (uint)string.GetHashCode(block.ToString(), StringComparison.Ordinal) % AddressSlots;
        return Bucket(slot.ToString(CultureInfo.InvariantCulture), perMinute);
    }

    /// <summary>No limit.</summary>
    public static RateLimitPartition<string> None { get; } = RateLimitPartition.GetNoLimiter("");

    /// <summary>Says in <c>Retry-After</c> when to come again.</summary>
    /// <returns>The same, whole seconds.</returns>
    public static int SayWhenToComeAgain(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : TimeSpan.FromSeconds(1);
        var seconds = (int)Math.Ceiling((wait + Lag).TotalSeconds);
        rejected.HttpContext.Response.Headers.RetryAfter = new StringValues(seconds.ToString(CultureInfo.InvariantCulture));
        return seconds;
    }
}
