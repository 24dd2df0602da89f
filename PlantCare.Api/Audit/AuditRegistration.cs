using PlantCare.ServiceDefaults.Settings;

namespace PlantCare.Api.Audit;

/// <summary>Adds the audit log.</summary>
internal static class AuditRegistration
{
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.ReadSettings<AuditSettings>(AuditSettings.Section));
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditRetention>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditRetention>());
        return services;
    }
}
