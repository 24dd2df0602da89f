using System.ComponentModel.DataAnnotations;

namespace PlantCare.ServiceDefaults.RateLimits;

/// <summary>
/// The section <c>RateLimits</c>: how many requests a minute each may make of Api, lastingly; as many may come at once. The dashboard tells
/// Api for whose address it asks.
/// </summary>
public sealed class RateLimitSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "RateLimits";

    private const int Least = 1;
    private const int Most = 10_000_000;

    /// <summary>An address, with whatever it sends: a thousand devices behind one router that each report every second, twice over.</summary>
    [Range(Least, Most)]
    public int AddressPerMinute { get; set; } = 120_000;

    /// <summary>An address, of what it asks without having signed in.</summary>
    [Range(Least, Most)]
    public int AnonymousPerMinute { get; set; } = 1_200;

    /// <summary>An address, of attempts to sign in, to register, to get a password anew: each costs work, and may be a guess.</summary>
    [Range(Least, Most)]
    public int SignInPerMinute { get; set; } = 60;

    /// <summary>Somebody who signed in, in all their windows.</summary>
    [Range(Least, Most)]
    public int AccountPerMinute { get; set; } = 12_000;

    /// <summary>A key of a script, or a sitter link.</summary>
    [Range(Least, Most)]
    public int KeyPerMinute { get; set; } = 6_000;

    /// <summary>A device that posts over HTTP; what it missed it may send as arrays.</summary>
    [Range(Least, Most)]
    public int DevicePerMinute { get; set; } = 6_000;
}
