using System.Net;
using System.Net.Http.Headers;
using PlantCare.Web.Session;

namespace PlantCare.Web.ApiAccess;

/// <summary>Puts the signed-in person's token on every request, and says so once when Api no longer takes it.</summary>
/// <param name="current">Who this circuit or request belongs to.</param>
/// <param name="tokens">Gives tokens that are still good.</param>
internal sealed class BearerTokenHandler(CurrentSession current, SessionTokens tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = await current.GetKeyAsync();
        var token = key is null ? null : await tokens.GetAsync(key, cancellationToken);
        if (token is null)
        {
            current.End();
            return new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request };
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        // Api may have ended the token early, when the password changed or its keys did. A refresh decides; what can be asked
        // again is, once.
        var renewed = await tokens.RenewAsync(key!, token, cancellationToken);
        if (renewed is null)
        {
            current.End();
            return response;
        }

        if (request.Method != HttpMethod.Get)
        {
            return response;
        }

        response.Dispose();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", renewed);
        return await base.SendAsync(request, cancellationToken);
    }
}
