using PlantCare.Contracts.Client;
using PlantCare.ServiceDefaults.Http;

namespace PlantCare.Web.ApiAccess;

/// <summary>How the dashboard reaches Api.</summary>
internal static class ApiAccessRegistration
{
    /// <summary>The service's name, and that of the HTTP client which knows where it is and carries nobody's token.</summary>
    public const string Anonymous = "api";

    public static IServiceCollection AddApiAccess(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddHttpContextAccessor();
        services.AddTransient<CallerAddressHandler>();
        var client = services.AddServiceClient(Anonymous).AddHttpMessageHandler<CallerAddressHandler>();
        if (environment.IsDevelopment())
        {
            services.AddTransient<DevelopmentLinkHandler>();
            client.AddHttpMessageHandler<DevelopmentLinkHandler>();
        }

        // One client a circuit or request, with its owner's token; the connections below are shared by all.
        services.AddScoped(provider => new PlantCareClient(CreateSignedIn(provider)));
        services.AddSingleton<AnonymousApi>();
        return services;
    }

    private static HttpClient CreateSignedIn(IServiceProvider provider)
    {
        var token = ActivatorUtilities.CreateInstance<BearerTokenHandler>(provider);
        token.InnerHandler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(Anonymous);
        return new HttpClient(token, disposeHandler: false).ForService(Anonymous);
    }
}
