using PlantCare.Api.Administration.Accounts;
using PlantCare.Api.Administration.Invitations;
using PlantCare.Api.Administration.Status;
using PlantCare.Storage;

namespace PlantCare.Api.Administration;

/// <summary>Adds what administrators do.</summary>
internal static class AdministrationRegistration
{
    private const string IngestService = "services:ingest";

    public static IServiceCollection AddAdministration(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<AccountListing>();
        services.AddSingleton<AdministratorRule>();
        services.AddSingleton<AccountControl>();
        services.AddSingleton<PasswordResets>();

        services.AddSingleton<StorageReport>();
        services.AddSingleton<SystemTally>();
        services.AddSingleton<SystemStatus>();
        services.AddSingleton<IngestRate>();
        services.AddHostedService(provider => provider.GetRequiredService<IngestRate>());
        if (configuration.GetSection(IngestService).Exists())
        {
            services.AddHttpClient(IngestPoll.Client);
            services.AddSingleton<IngestPoll>();
            services.AddHostedService(provider => provider.GetRequiredService<IngestPoll>());
        }

        return services;
    }

    public static void MapAdministration(this IEndpointRouteBuilder routes)
    {
        routes.MapAccountAdministration();
        routes.MapInvitations();
        routes.MapSettings();
        routes.MapSystem();
        routes.MapAnyDeadLetters();
    }
}
