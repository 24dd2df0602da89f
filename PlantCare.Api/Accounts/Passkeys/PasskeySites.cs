using System.Net;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Api.Accounts.Passkeys;

/// <summary>A page that may ask for passkeys.</summary>
/// <param name="Origin">Where it is, as browsers write it.</param>
/// <param name="Domain">What its passkeys are for.</param>
internal sealed record PasskeySite(string Origin, string Domain)
{
    /// <summary>Whether a passkey that was made at an origin is for this domain, too.</summary>
    public bool Covers(string? origin) => Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsWithin(page.IdnHost, Domain);

    /// <summary>Whether a host is a domain or below it.</summary>
    public static bool IsWithin(string host, string domain) => host == domain || host.EndsWith("." + domain, StringComparison.Ordinal);
}

/// <summary>
/// Which pages may ask for passkeys: those of <see cref="PasskeySettings"/>. Where none is named, any; browsers give a page only passkeys of
/// its own host, so that a page of somebody else's gets none that opens anything here.
/// </summary>
internal sealed class PasskeySites
{
    private const string Local = "localhost";

    private readonly IReadOnlyList<PasskeySite> _named;

    /// <exception cref="StartUpException">An origin is none that can have passkeys, or the domain is not theirs.</exception>
    public PasskeySites(PasskeySettings settings)
    {
        var origins = (settings.Origins ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var pages = origins.Select(text => Read(text) ?? throw StartUpException.Configuration(
            $"Passkeys__Origins has '{text}' but must be addresses such as https://plants.example, without a path: passkeys need a name and HTTPS, or localhost.")).ToList();
        var domain = settings.Domain?.Trim().ToLowerInvariant() is { Length: > 0 } said ? said : pages.FirstOrDefault()?.IdnHost;
        if (domain is not null && (pages.Count == 0 || pages.Find(page => !PasskeySite.IsWithin(page.IdnHost, domain)) is not null))
        {
            throw StartUpException.Configuration(
                $"Passkeys__Domain is '{domain}' but must be the host of every address in Passkeys__Origins, or what it ends with.");
        }

        _named = [.. pages.Select(page => new PasskeySite(OriginOf(page), domain!))];
    }

    /// <summary>The site of an origin; null where passkeys are not possible, or not meant.</summary>
    public PasskeySite? Find(string? origin)
    {
        if (Read(origin) is not { } page)
        {
            return null;
        }

        var site = new PasskeySite(OriginOf(page), page.IdnHost);
        return _named.Count == 0 ? site : _named.FirstOrDefault(named => named.Origin == site.Origin);
    }

    private static string OriginOf(Uri page) =>
        page.IsDefaultPort ? $"{page.Scheme}://{page.IdnHost}" : FormattableString.Invariant($"{page.Scheme}://{page.IdnHost}:{page.Port}");

    // Browsers know passkeys where nobody on the way can be somebody else (W3C, Secure Contexts), and for names alone.
    private static Uri? Read(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var page)
        && (page.Scheme == Uri.UriSchemeHttps || (page.Scheme == Uri.UriSchemeHttp && PasskeySite.IsWithin(page.IdnHost, Local)))
        && page is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "", HostNameType: UriHostNameType.Dns }
        && !IPAddress.TryParse(page.IdnHost, out _)
            ? page
            : null;
}
