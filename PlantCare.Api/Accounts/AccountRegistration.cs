using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using PlantCare.Api.Data;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts;

/// <summary>Adds accounts: ASP.NET Core Identity with bearer tokens, and devices with HTTP Basic.</summary>
internal static class AccountRegistration
{
    /// <summary>Long rather than curious: a rule for characters makes passwords that are hard for people and not for machines.</summary>
    private const int MinPasswordLength = 10;

    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.ReadSettings<AuthSettings>(AuthSettings.Section);
        services.AddSingleton(settings);
        services.AddIdentityCore<User>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.Password.RequiredLength = MinPasswordLength;
                identity.Password.RequiredUniqueChars = 4;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
            })
            .AddUserManager<AccountManager>()
            .AddEntityFrameworkStores<PlantCareContext>()
            .AddDefaultTokenProviders()
            .AddApiEndpoints();
        services.AddScoped(provider => (AccountManager)provider.GetRequiredService<UserManager<User>>());

        services.AddAuthentication(IdentityConstants.BearerScheme)
            .AddBearerToken(IdentityConstants.BearerScheme, tokens =>
            {
                tokens.BearerTokenExpiration = settings.AccessTokenLifetime;
                tokens.RefreshTokenExpiration = settings.RefreshTokenLifetime;
            })
            .AddScheme<DeviceAuthenticationOptions, DeviceAuthentication>(DeviceAuthentication.SchemeName, configureOptions: null)
            .AddIdentityCookies();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(IdentityConstants.BearerScheme).RequireAuthenticatedUser().Build());
        return services;
    }
}
