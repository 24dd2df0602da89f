using System.Globalization;

namespace PlantCare.Web.ApiAccess;

/// <summary>
/// Tells Api for whose address we ask, so that one who guesses passwords here uses up the attempts of that address and not those of
/// everybody. Api believes it where the dashboard is one of its <c>Http__TrustedProxies</c>. Also says which browser it is, by which people
/// know their sessions again.
/// </summary>
/// <param name="context">The browser's request, where there is one.</param>
internal sealed class CallerAddressHandler(IHttpContextAccessor context) : DelegatingHandler
{
    private const string Header = "X-Forwarded-For";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (context.HttpContext?.Connection.RemoteIpAddress is { } address)
        {
            request.Headers.Remove(Header);
            request.Headers.TryAddWithoutValidation(Header, address.ToString());
        }

        if (context.HttpContext?.Request.Headers.UserAgent is [{ Length: > 0 } browser])
        {
            request.Headers.UserAgent.Clear();
            request.Headers.TryAddWithoutValidation("User-Agent", browser);
        }

        // In which letters speak to whoever has not told their account a language.
        request.Headers.AcceptLanguage.Clear();
        request.Headers.TryAddWithoutValidation("Accept-Language", CultureInfo.CurrentUICulture.Name);
        return base.SendAsync(request, cancellationToken);
    }
}
