using System.ComponentModel.DataAnnotations;

namespace PlantCare.ServiceDefaults.Http;

/// <summary>The section <c>Http</c>: how every service takes connections.</summary>
public sealed class HttpSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Http";

    /// <summary>Connections at once, from everywhere.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>
    /// Connections at once from one address, or one /64 network of IPv6: a greenhouse with a thousand devices behind one router, and still
    /// room for everybody else.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConnectionsPerAddress { get; set; } = 2_500;

    /// <summary>How long a client may take to send a request's headers.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan HeaderTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The proxies whose word is taken for who calls and whether it came over TLS (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>):
    /// addresses and networks such as <c>10.0.0.5;172.16.0.0/12</c>. This machine's own loopback is always one.
    /// </summary>
    public string? TrustedProxies { get; set; }

    /// <summary>
    /// For how long a browser that came over HTTPS comes by nothing else (<c>Strict-Transport-Security</c>); never said to <c>localhost</c>,
    /// and not at all when 0. It holds for the host's other ports, too.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "730.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan HstsMaxAge { get; set; } = TimeSpan.FromDays(30);
}
