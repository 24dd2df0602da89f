using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Api.Telegram;

/// <summary>Adds Telegram: the bot, and what is asked with it. Without a token there is nobody who listens.</summary>
internal static class TelegramRegistration
{
    /// <exception cref="StartUpException">A setting of the section <c>Telegram</c> is wrong.</exception>
    public static void AddTelegram(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.ReadSettings<TelegramSettings>(TelegramSettings.Section);
        services.AddSingleton(settings);
        services.AddSingleton<TelegramLine>();
        services.AddSingleton<TelegramDesk>();
        services.AddSingleton<TelegramStates>();
        if (settings.IsConfigured)
        {
            services.AddSingleton<TelegramTurn>();
            services.AddSingleton<TelegramChat>();
            services.AddHostedService<TelegramBot>();
        }
    }
}
