using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts.Erasing;
using PlantCare.Api.Accounts.Exporting;
using PlantCare.Api.Accounts.Guessing;
using PlantCare.Api.Accounts.Passkeys;
using PlantCare.Api.Accounts.Passwords;
using PlantCare.Api.Accounts.Registration;
using PlantCare.Api.Accounts.Sessions;
using PlantCare.Api.Accounts.TwoFactor;
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

    /// <summary>People by Identity's tokens, scripts and sitters by ours: whichever the header carries.</summary>
    private const string CallerScheme = "Caller";

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
            .AddPasswordValidator<PasswordRule>()
            .AddUserManager<AccountManager>()
            .AddEntityFrameworkStores<PlantCareContext>()
            .AddUserStore<ProtectedUserStore>()
            .AddDefaultTokenProviders()
            .AddApiEndpoints()
            .AddTokenProvider<TimeCodes>(TokenOptions.DefaultAuthenticatorProvider)
            .AddSignInManager<SessionSignIn>();
        services.AddScoped(provider => (AccountManager)provider.GetRequiredService<UserManager<User>>());
        services.AddHttpContextAccessor();
        services.AddSingleton<PlantAccess>();
        services.AddSingleton<CallerPresence>();
        services.AddSingleton<OpenSessions>();
        services.AddSingleton<GuessLedger>();
        services.AddSingleton<SignInTurns>();
        services.AddSingleton<PeopleNames>();
        services.AddSingleton<RegistrationPolicy>();
        services.AddSingleton<InvitationDesk>();
        services.AddPasskeys(configuration);
        services.AddExport();
        services.AddScoped<Reconfirmation>();
        services.AddSingleton<AccountEraser>();
        services.AddSingleton<ErasureOrders>();
        services.AddSingleton<ErasureWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<ErasureWorker>());

        services.AddAuthentication(CallerScheme)
            .AddPolicyScheme(CallerScheme, displayName: null, scheme => scheme.ForwardDefaultSelector = context =>
                TokenAuthentication.IsMeant(context.Request) ? TokenAuthentication.SchemeName : IdentityConstants.BearerScheme)
            .AddScheme<TokenAuthenticationOptions, TokenAuthentication>(TokenAuthentication.SchemeName, configureOptions: null)
            .AddBearerToken(IdentityConstants.BearerScheme, tokens =>
            {
                tokens.BearerTokenExpiration = settings.AccessTokenLifetime;
                tokens.RefreshTokenExpiration = settings.RefreshTokenLifetime;
            })
            .AddScheme<DeviceAuthenticationOptions, DeviceAuthentication>(DeviceAuthentication.SchemeName, configureOptions: null)
            .AddIdentityCookies();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(CallerScheme).RequireAuthenticatedUser().Build());
        return services;
    }
}
