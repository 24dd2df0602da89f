using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational;

/// <summary>The home edition's database.</summary>
/// <param name="options">Where it is.</param>
/// <param name="tenant">On whose behalf.</param>
public sealed class SqlitePlantCareContext(DbContextOptions<SqlitePlantCareContext> options, Tenant tenant)
    : PlantCareContext(options, tenant)
{
    /// <inheritdoc/>
    protected override string JsonType => "TEXT";

    /// <inheritdoc/>
    public override Task HoldAsync(string name, CancellationToken cancellationToken) =>
        Database.CurrentTransaction is null
            ? throw new InvalidOperationException("There is no transaction to hold it in.")
            : Task.CompletedTask; // A transaction that may write is the only one: it begins with BEGIN IMMEDIATE.

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // SQLite has no time with an offset; as UTC text it can be compared and sorted, and read by people.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTextConverter>();
    }

    private sealed class UtcTextConverter() : ValueConverter<DateTimeOffset, DateTime>(
        time => time.UtcDateTime,
        text => new DateTimeOffset(DateTime.SpecifyKind(text, DateTimeKind.Utc)));
}
