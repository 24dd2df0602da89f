using PlantCare.Api.Administration.Accounts;
using PlantCare.Api.Administration.Invitations;

namespace PlantCare.Api.Administration;

/// <summary>Adds what administrators do.</summary>
internal static class AdministrationRegistration
{
    public static IServiceCollection AddAdministration(this IServiceCollection services)
    {
        services.AddSingleton<AccountListing>();
        services.AddSingleton<AdministratorRule>();
        services.AddSingleton<AccountControl>();
        services.AddSingleton<PasswordResets>();
        return services;
    }

    public static void MapAdministration(this IEndpointRouteBuilder routes)
    {
        routes.MapAccountAdministration();
        routes.MapInvitations();
        routes.MapSettings();
    }
}
