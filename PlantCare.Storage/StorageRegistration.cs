using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Readings.Influx;
using PlantCare.Storage.Readings.Sqlite;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage;

/// <summary>Adds the databases that the connection strings name.</summary>
public static class StorageRegistration
{
    private const string Key = "ConnectionStrings__plantcare";

    /// <summary>
    /// Adds the relational database, the device directory, the dead letters and the readings store. The database is made or brought to
    /// this version when the host starts.
    /// </summary>
    /// <exception cref="OptionsValidationException">The connection string is missing or malformed.</exception>
    public static IServiceCollection AddPlantCareStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var sqlite = ReadConnectionString(configuration.GetConnectionString("plantcare"));
        services.AddScoped<Tenant>();
        services.AddSingleton<SystemWork>();
        services.AddSingleton<DirectoryRefresh>();
        services.AddDbContext<SqlitePlantCareContext>((provider, options) => options
            .UseSqlite(sqlite.ConnectionString)
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(provider.GetRequiredService<DirectoryRefresh>()));
        services.AddScoped<PlantCareContext>(provider => provider.GetRequiredService<SqlitePlantCareContext>());
        services.AddHostedService<DatabaseMigration>();

        services.AddSingleton<DeviceDirectory>();
        services.AddSingleton<IDeviceDirectory>(provider => provider.GetRequiredService<DeviceDirectory>());
        services.AddHostedService(provider => provider.GetRequiredService<DeviceDirectory>());
        services.AddSingleton<IDeadLetterStore, DeadLetterStore>();

        if (configuration.GetConnectionString("influxdb") is { Length: > 0 } influx)
        {
            return services.AddInfluxReadings(influx, configuration);
        }

        var readings = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(sqlite.DataSource))!, "readings.db");
        services.AddSingleton<IReadingStore>(_ => new SqliteReadingStore(readings));
        return services;
    }

    private static SqliteConnectionStringBuilder ReadConnectionString(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw Invalid("is missing");
        }

        try
        {
            return new SqliteConnectionStringBuilder(text) is { DataSource.Length: > 0 } sqlite ? sqlite : throw Invalid("names no file");
        }
        catch (ArgumentException exception)
        {
            throw Invalid($"cannot be read ({exception.Message.TrimEnd('.')})");
        }
    }

    private static OptionsValidationException Invalid(string fault) =>
        new("ConnectionStrings:plantcare", typeof(StorageRegistration), [$"{Key} {fault}; it must be like 'Data Source=/path/to/plantcare.db'."]);
}
