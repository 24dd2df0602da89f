using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Storage.Relational.PostgreSql;

/// <summary>Adds PostgreSQL as the relational database.</summary>
internal static class PostgreSqlRegistration
{
    private const int MaxRetries = 4;
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(2);

    public static void AddPostgreSql(this IServiceCollection services, PostgreSqlSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton<TenantConnection>();
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(settings.Application.ConnectionString) { Name = "plantcare" }.Build());
        services.AddDbContext<NpgsqlPlantCareContext>((provider, options) => options
            .UseNpgsql(
                provider.GetRequiredService<NpgsqlDataSource>(),
                npgsql => npgsql.EnableRetryOnFailure(MaxRetries, LongestRetryDelay, errorCodesToAdd: null))
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(provider.GetRequiredService<TenantConnection>(), provider.GetRequiredService<DirectoryRefresh>()));
        services.AddScoped<PlantCareContext>(provider => provider.GetRequiredService<NpgsqlPlantCareContext>());
        services.AddHostedService<PostgreSqlMigration>();
        services.AddHostedService<DirectoryListener>();
    }

    /// <summary>A context over the owner's connection: no roles, no retries, for migrations alone.</summary>
    public static DbContextOptionsBuilder<NpgsqlPlantCareContext> Configure(
        DbContextOptionsBuilder<NpgsqlPlantCareContext> options, DbConnection connection) =>
        options.UseNpgsql(connection).UseSnakeCaseNamingConvention();
}
