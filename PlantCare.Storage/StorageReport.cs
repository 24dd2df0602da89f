using Microsoft.EntityFrameworkCore;
using PlantCare.Domain.Readings;
using PlantCare.Storage.Readings.Influx;
using PlantCare.Storage.Readings.Sqlite;
using PlantCare.Storage.Relational;

namespace PlantCare.Storage;

/// <summary>What the databases are, and how much room they take; asked of them anew each time.</summary>
/// <param name="system">The database of people, plants and devices.</param>
/// <param name="readings">The readings store.</param>
public sealed class StorageReport(SystemWork system, IReadingStore readings)
{
    /// <summary>The database of people, plants and devices.</summary>
    public Task<DatabaseReport> DatabaseAsync(CancellationToken cancellationToken) => system.RunAsync(async context =>
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var version = context.Database.GetDbConnection().ServerVersion;
        var migration = context.Database.GetMigrations().Last();
        return FileOf(context) is { } file
            ? new DatabaseReport("sqlite", version, migration, FileSize.WithJournal(file))
            : new DatabaseReport("postgresql", version, migration, await context.Database
                .SqlQuery<long>($"SELECT pg_database_size(current_database()) AS \"Value\"").SingleAsync(cancellationToken));
    });

    /// <summary>The readings store; null when it is one that does not say.</summary>
    public async Task<ReadingStoreReport?> ReadingsAsync(CancellationToken cancellationToken) => readings switch
    {
        SqliteReadingStore sqlite => new ReadingStoreReport("sqlite", SqliteReadingStore.EngineVersion, FileSize.WithJournal(sqlite.Path)),
        InfluxReadingStore influx => new ReadingStoreReport("influxdb", (await influx.PingAsync(cancellationToken)).TrimStart('v'), Bytes: null),
        _ => null,
    };

    /// <summary>The folder that the databases' files are in; null where they are servers.</summary>
    public Task<FolderReport?> FolderAsync() => system.RunAsync(context => Task.FromResult(
        FileOf(context) is { } file ? FileSize.OfFolder(System.IO.Path.GetDirectoryName(file)!) : null));

    private static string? FileOf(PlantCareContext context) => context is SqlitePlantCareContext
        ? System.IO.Path.GetFullPath(context.Database.GetDbConnection().DataSource)
        : null;
}

/// <summary>The database of people, plants and devices.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Version">The server's version.</param>
/// <param name="Migration">The state of the tables that this version of PlantCare works with, and has brought them to.</param>
/// <param name="Bytes">How much room it takes.</param>
public sealed record DatabaseReport(string Kind, string Version, string Migration, long Bytes);

/// <summary>A readings store.</summary>
/// <param name="Kind"><c>sqlite</c> or <c>influxdb</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Bytes">How much room it takes; null where it does not say.</param>
public sealed record ReadingStoreReport(string Kind, string Version, long? Bytes);

/// <summary>A folder.</summary>
/// <param name="Bytes">How much room its files take.</param>
/// <param name="FreeBytes">How much is left on its disk.</param>
public sealed record FolderReport(long Bytes, long FreeBytes);
