using PlantCare.Contracts.Client;

namespace PlantCare.Web.ApiAccess;

/// <summary>Api as anybody may use it: to register, to sign in, to buy new tokens.</summary>
/// <param name="clients">Makes the HTTP clients.</param>
internal sealed class AnonymousApi(IHttpClientFactory clients)
{
    /// <summary>A client without a token.</summary>
    public PlantCareClient Client => new(Create());

    /// <summary>A client with a token that belongs to no session yet.</summary>
    public PlantCareClient As(string accessToken)
    {
        var http = Create();
        http.DefaultRequestHeaders.Authorization = new("Bearer", accessToken);
        return new PlantCareClient(http);
    }

    /// <summary>The HTTP client itself, for what is no part of the typed client.</summary>
    public HttpClient Create() => clients.CreateClient(ApiAccessRegistration.Anonymous);
}
