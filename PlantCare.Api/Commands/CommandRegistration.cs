using PlantCare.Domain.Care;
using PlantCare.ServiceDefaults.Settings;
using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Api.Commands;

/// <summary>Adds commands to devices. Who has a broker adds the <see cref="ICommandChannel"/> to it.</summary>
internal static class CommandRegistration
{
    /// <exception cref="StartUpException">A setting is wrong.</exception>
    public static IServiceCollection AddCommands(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.ReadSettings<CommandSettings>(CommandSettings.Section);
        services.AddSingleton(settings);
        services.AddSingleton(new WateringPolicy(settings.LongestWatering, settings.MostWateringAnHour));
        services.AddScoped<CommandBook>();
        services.AddSingleton<CommandDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<CommandDispatcher>());
        return services;
    }
}
