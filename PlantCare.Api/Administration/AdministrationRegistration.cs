using PlantCare.Api.Administration.Accounts;

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
    }
}
