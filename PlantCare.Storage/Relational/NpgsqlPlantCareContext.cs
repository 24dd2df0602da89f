using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using PlantCare.Storage.Relational.Care;
using PlantCare.Storage.Relational.Devices;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational;

/// <summary>The distributed edition's database.</summary>
/// <param name="options">Where it is.</param>
/// <param name="tenant">On whose behalf.</param>
public sealed class NpgsqlPlantCareContext(DbContextOptions<NpgsqlPlantCareContext> options, Tenant tenant)
    : PlantCareContext(options, tenant)
{
    /// <inheritdoc/>
    protected override string JsonType => "jsonb";

    /// <inheritdoc/>
    public override Task HoldAsync(string name, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", cancellationToken);

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // timestamptz holds a moment and no offset; the driver takes nothing but UTC for it.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        // Names on the wire sort by their bytes, as in SQLite, and an upgrade of the system's locales cannot spoil the index.
        builder.Entity<Device>().Property(device => device.DeviceId).UseCollation("C");
        builder.Entity<DeadLetterRow>().Property(letter => letter.DeviceId).UseCollation("C");
        builder.Entity<FactoryDevice>().Property(device => device.DeviceId).UseCollation("C");
        builder.Entity<DeviceCommand>().Property(command => command.DeviceId).UseCollation("C");
        builder.Entity<Alert>().Property(alert => alert.DeviceId).UseCollation("C");
    }

    private sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time);
}
