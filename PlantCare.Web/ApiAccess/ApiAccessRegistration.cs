using Microsoft.Extensions.Http.Resilience;
using PlantCare.Contracts.Client;
using Polly;

namespace PlantCare.Web.ApiAccess;

/// <summary>How the dashboard reaches Api.</summary>
internal static class ApiAccessRegistration
{
    /// <summary>The name of the HTTP client that knows where Api is and carries nobody's token.</summary>
    public const string Anonymous = "api";

    public static IServiceCollection AddApiAccess(this IServiceCollection services)
    {
        services.AddHttpClient(Anonymous, client => Prepare(client))
            .AddResilienceHandler(Anonymous, pipeline => pipeline
                .AddRetry(new HttpRetryStrategyOptions
                {
                    // Only what can be asked twice without harm.
                    ShouldHandle = arguments => ValueTask.FromResult(
                        arguments.Context.GetRequestMessage()?.Method == HttpMethod.Get
                        && HttpClientResiliencePredicates.IsTransient(arguments.Outcome)),
                    MaxRetryAttempts = 2,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromMilliseconds(200),
                })
                .AddTimeout(TimeSpan.FromSeconds(10)));

        // One client a circuit or request, with its owner's token; the connections below are shared by all.
        services.AddScoped(provider => new PlantCareClient(CreateSignedIn(provider)));
        services.AddSingleton<AnonymousApi>();
        return services;
    }

    private static HttpClient CreateSignedIn(IServiceProvider provider)
    {
        var token = ActivatorUtilities.CreateInstance<BearerTokenHandler>(provider);
        token.InnerHandler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(Anonymous);
        return Prepare(new HttpClient(token, disposeHandler: false));
    }

    private static HttpClient Prepare(HttpClient client)
    {
        client.BaseAddress = new Uri("http://api");
        client.Timeout = TimeSpan.FromSeconds(30);
        return client;
    }
}

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
