using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational;

/// <summary>
/// Lets <c>dotnet ef migrations add NAME --project PlantCare.Storage --context SqlitePlantCareContext
/// --output-dir Relational/Migrations/Sqlite</c> make the context without a running service.
/// </summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqlitePlantCareContext>
{
    public SqlitePlantCareContext CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<SqlitePlantCareContext>().UseSqlite("Data Source=:memory:").UseSnakeCaseNamingConvention().Options,
            Tenant.System());
}

/// <summary>
/// Lets <c>dotnet ef migrations add NAME --project PlantCare.Storage --context NpgsqlPlantCareContext
/// --output-dir Relational/Migrations/PostgreSql</c> make the context without a server.
/// </summary>
internal sealed class NpgsqlDesignTime : IDesignTimeDbContextFactory<NpgsqlPlantCareContext>
{
    public NpgsqlPlantCareContext CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<NpgsqlPlantCareContext>().UseNpgsql().UseSnakeCaseNamingConvention().Options,
            Tenant.System());
}
