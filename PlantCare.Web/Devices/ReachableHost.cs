using System.Net;

namespace PlantCare.Web.Devices;

/// <summary>Under which name a device finds a server of ours.</summary>
internal static class ReachableHost
{
    /// <summary>
    /// The host that was configured where other machines can know it; else the one under which the browser reached the dashboard:
    /// <c>localhost</c> is another machine's own, and a bare service name such as <c>api</c> means something among containers only.
    /// </summary>
    /// <param name="configured">What the server calls itself.</param>
    /// <param name="browser">The host in the browser's address.</param>
    public static string Of(string configured, string browser)
    {
        var host = Unwrap(configured);
        return host.Length == 0 || IsHere(host) || IsBare(host) ? Unwrap(browser) : host;
    }

    /// <summary>Whether only this very machine understands that host.</summary>
    public static bool IsHere(string host)
    {
        var name = Unwrap(host);
        return name is "*" or "+" || name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address)
                && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
    }

    /// <summary>Where devices post to, on a host that they can find.</summary>
    public static Uri Of(Uri configured, string browser)
    {
        var host = Of(configured.Host, browser);
        return new UriBuilder(configured) { Host = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host }.Uri;
    }

    private static bool IsBare(string host) => !host.Contains('.', StringComparison.Ordinal) && !host.Contains(':', StringComparison.Ordinal);

    // Addresses of IPv6 stand in brackets where a port may follow.
    private static string Unwrap(string host) => host.Trim('[', ']');
}
