using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Api.Accounts.Passkeys;

/// <summary>Adds passkeys.</summary>
internal static class PasskeyRegistration
{
    /// <exception cref="StartUpException">A setting of the section <c>Passkeys</c> is wrong.</exception>
    public static void AddPasskeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new PasskeySites(configuration.ReadSettings<PasskeySettings>(PasskeySettings.Section)));
        services.AddSingleton<PasskeyStates>();
        services.AddSingleton<AnsweredChallenges>();
        services.AddScoped<PasskeyDesk>();
    }
}
