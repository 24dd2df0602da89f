using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Readings.Influx;
using PlantCare.Storage.Readings.Sqlite;
using PlantCare.Storage.Relational;

namespace PlantCare.Storage;

/// <summary>Adds the databases that the connection strings name.</summary>
public static class StorageRegistration
{
    /// <summary>
    /// Adds the relational database, the device directory, the dead letters and the readings store. The database is made or brought to
    /// this version when the host starts.
    /// </summary>
    /// <exception cref="OptionsValidationException">A connection string is missing or malformed.</exception>
    public static IServiceCollection AddPlantCareStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var file = services.AddRelationalStorage(configuration);
        if (configuration.GetConnectionString("influxdb") is { Length: > 0 } influx)
        {
            return services.AddInfluxReadings(influx, configuration);
        }

        if (file is null)
        {
            throw new OptionsValidationException(
                "ConnectionStrings:influxdb",
                typeof(StorageRegistration),
                ["ConnectionStrings__influxdb is missing; beside PostgreSQL, readings are kept in InfluxDB: 'Endpoint=http://host:8086;...'."]);
        }

        var readings = Path.Combine(Path.GetDirectoryName(file)!, "readings.db");
        services.AddSingleton<IReadingStore>(_ => new SqliteReadingStore(readings));
        return services;
    }
}
