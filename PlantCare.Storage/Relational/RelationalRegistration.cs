using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PlantCare.Domain.Devices;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.People;
using PlantCare.Storage.Relational.PostgreSql;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational;

/// <summary>Adds the database of people, plants and devices: SQLite where the connection string names a file, otherwise PostgreSQL.</summary>
internal static class RelationalRegistration
{
    /// <returns>The database's file; null for PostgreSQL.</returns>
    /// <exception cref="OptionsValidationException">The connection string is missing or malformed.</exception>
    public static string? AddRelationalStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var text = configuration.GetConnectionString("plantcare");
        if (string.IsNullOrWhiteSpace(text))
        {
            throw PostgreSqlSettings.Invalid(PostgreSqlSettings.Key, $"is missing; it must be {PostgreSqlSettings.Expectation}");
        }

        services.AddScoped<Tenant>();
        services.AddSingleton<SystemWork>();
        services.AddSingleton<DirectoryRefresh>();
        services.AddSingleton<AccountRows>();
        var file = text.TrimStart().StartsWith("Data Source", StringComparison.OrdinalIgnoreCase) ? services.AddSqlite(text) : null;
        if (file is null)
        {
            services.AddPostgreSql(PostgreSqlSettings.Read(text, configuration.GetConnectionString("plantcare-owner")));
        }

        // Services start in the order of their registration: the directory is read from a database that is ready.
        services.AddSingleton<DeviceDirectory>();
        services.AddSingleton<IDeviceDirectory>(provider => provider.GetRequiredService<DeviceDirectory>());
        services.AddHostedService(provider => provider.GetRequiredService<DeviceDirectory>());
        services.AddSingleton<PreviousSecrets>();
        services.AddSingleton<FactoryDirectory>();
        services.AddSingleton<IFactoryDevices, FactoryDeviceStore>();
        services.AddSingleton<IDeadLetterStore, DeadLetterStore>();
        services.AddSingleton<IUnknownSensors, UnknownSensorStore>();
        return file;
    }

    private static string AddSqlite(this IServiceCollection services, string text)
    {
        var sqlite = ReadSqlite(text);
        services.AddDbContext<SqlitePlantCareContext>((provider, options) => options
            .UseSqlite(sqlite.ConnectionString)
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(provider.GetRequiredService<DirectoryRefresh>()));
        services.AddScoped<PlantCareContext>(provider => provider.GetRequiredService<SqlitePlantCareContext>());
        services.AddHostedService<DatabaseMigration>();
        return Path.GetFullPath(sqlite.DataSource);
    }

    private static SqliteConnectionStringBuilder ReadSqlite(string text)
    {
        try
        {
            return new SqliteConnectionStringBuilder(text) is { DataSource.Length: > 0 } sqlite
                ? sqlite
                : throw PostgreSqlSettings.Invalid(PostgreSqlSettings.Key, $"names no file; it must be {PostgreSqlSettings.Expectation}");
        }
        catch (ArgumentException exception)
        {
            throw PostgreSqlSettings.Invalid(
                PostgreSqlSettings.Key, $"cannot be read ({exception.Message.TrimEnd('.')}); it must be {PostgreSqlSettings.Expectation}");
        }
    }
}
