using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>Adds the InfluxDB store.</summary>
internal static class InfluxServiceRegistration
{
    // Ingest's setting, which it enforces every hour; here it is what a database is made with, since 3.x cannot change it later.
    private const string RetentionKey = "Ingest:Retention";

    private static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(30);

    /// <summary>Adds the store that a connection string names.</summary>
    /// <exception cref="OptionsValidationException">The connection string is malformed.</exception>
    public static IServiceCollection AddInfluxReadings(this IServiceCollection services, string connectionString, IConfiguration configuration)
    {
        var connection = InfluxConnection.Parse(connectionString);
        var retention = TimeSpan.TryParse(configuration[RetentionKey], CultureInfo.InvariantCulture, out var set) ? set : DefaultRetention;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new InfluxReadingStore(
            connection, retention, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IReadingStore>(provider => provider.GetRequiredService<InfluxReadingStore>());
        services.AddSingleton<IRollUps>(provider => provider.GetRequiredService<InfluxReadingStore>());
        services.AddHostedService<InfluxStartUp>();
        return services;
    }
}
