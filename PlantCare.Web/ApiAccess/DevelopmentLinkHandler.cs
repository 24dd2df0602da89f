using System.Net;
using PlantCare.Contracts.Auth;
using PlantCare.Web.Accounts;

namespace PlantCare.Web.ApiAccess;

/// <summary>
/// Notes the link that a letter would hold and that Api shows in development (<see cref="AuthHeaders.DevelopmentLink"/>), for the page that is
/// answered. Only for a browser on this machine: Api sees who asks it, which is the dashboard. Added to the client in development alone.
/// </summary>
/// <param name="context">The browser's request, where there is one.</param>
internal sealed class DevelopmentLinkHandler(IHttpContextAccessor context) : DelegatingHandler
{
    private static readonly object Key = new();

    /// <summary>The link that came in the course of a request; null where none did.</summary>
    public static string? Of(HttpContext context) => context.Items[Key] as string;

    /// <summary><paramref name="link"/> where it leads to a page of the dashboard's for accounts, or to an address on the web; else null.</summary>
    internal static string? Safe(string? link)
    {
        if (ReturnUrl.IsOurs(link))
        {
            return link.StartsWith("/account/", StringComparison.Ordinal) ? link : null;
        }

        return Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address.AbsoluteUri : null;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.TryGetValues(AuthHeaders.DevelopmentLink, out var links)
            && Safe(links.FirstOrDefault()) is { } link
            && context.HttpContext is { Connection.RemoteIpAddress: { } caller } asked
            && IPAddress.IsLoopback(caller))
        {
            asked.Items[Key] = link;
        }

        return response;
    }
}
