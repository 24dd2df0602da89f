using Microsoft.AspNetCore.Authentication;
using PlantCare.Web.Accounts;

namespace PlantCare.Web.Session;

/// <summary>Registers sessions and the scheme that reads them.</summary>
internal static class SessionRegistration
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SessionFiles>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionTokens>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<PendingSignIn>();
        services.AddSingleton<PendingTelegram>();
        services.AddSingleton<AccountGate>();
        services.AddSingleton<TelegramGate>();
        services.AddSingleton<RecoveryGate>();
        services.AddScoped<CurrentSession>();
        services.AddScoped<OwnSession>();
        services.AddAuthentication(SessionAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, configureOptions: null);
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        return services;
    }
}
