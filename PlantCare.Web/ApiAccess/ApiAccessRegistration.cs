using PlantCare.Contracts.Client;

namespace PlantCare.Web.ApiAccess;

/// <summary>How the dashboard reaches Api.</summary>
internal static class ApiAccessRegistration
{
    /// <summary>The name of the HTTP client that knows where Api is and carries nobody's token.</summary>
    public const string Anonymous = "api";

    public static IServiceCollection AddApiAccess(this IServiceCollection services)
    {
        services.AddTransient<RetryReadsHandler>();
        services.AddHttpClient(Anonymous, client => Prepare(client))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseCookies = false,
                AllowAutoRedirect = false,
            })
            .AddHttpMessageHandler<RetryReadsHandler>();

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
        client.Timeout = TimeSpan.FromSeconds(20);
        return client;
    }
}
