using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using PlantCare.ServiceDefaults.Health;
using PlantCare.ServiceDefaults.Http;
using PlantCare.ServiceDefaults.StartUp;
using PlantCare.ServiceDefaults.Telemetry;

namespace PlantCare.ServiceDefaults;

/// <summary>What every service has: telemetry, health, service discovery.</summary>
public static class ServiceDefaultsRegistration
{
    /// <summary>Adds the defaults to a service.</summary>
    /// <exception cref="StartUpException">Another service's address cannot be read.</exception>
    public static TBuilder AddPlantCareDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ServiceAddresses.Check(builder.Configuration);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddPlantCareLogging();
        builder.AddPlantCareTelemetry();
        builder.AddPlantCareHttp();
        builder.Services.AddHealthChecks();
        builder.Services.AddServiceDiscovery();
        return builder;
    }

    /// <summary>
    /// Adds what every answer has (<see cref="BaselineHeaders"/>), then maps <c>/health</c> (ready: every dependency by name; 503 when one is not), <c>/alive</c> (the process answers) and
    /// <c>/metrics</c> (Prometheus text).
    /// </summary>
    public static WebApplication MapPlantCareDefaults(this WebApplication app)
    {
        app.UsePlantCareHttp();
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = HealthReportWriter.WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthReportWriter.WriteAsync })
            .AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        return app;
    }

    /// <summary>Adds a check that <c>/health</c> names.</summary>
    public static IServiceCollection AddReadinessCheck<T>(this IServiceCollection services, string name)
        where T : class, IHealthCheck
    {
        services.AddHealthChecks().AddCheck<T>(name, timeout: TimeSpan.FromSeconds(5));
        return services;
    }
}
