using Microsoft.Extensions.Options;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>
/// The tables of the readings database, and the settings that make a commit mean what it says.
/// <code>
/// streams   one row for each (user, plant, device) that ever sent something
/// readings  the history: one row a reading, clustered by stream and time, so that a range of a plant is a run of neighbouring pages
/// arrivals  what came lately, in the order in which it came; folded into the history in bulk
/// </code>
/// A commit that had to put a hundred readings of a hundred plants into the history would write a hundred pages; appending them to the
/// arrivals writes three. docs/decisions/0005-arrivals-then-history.md has the measurements.
/// </summary>
internal static class ReadingsSchema
{
    public const int Version = 1;

    // WAL with FULL: the log is synced at every commit, so that what was acknowledged survives a power cut, not only a crash.
    private const string WriterSettings = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA cache_size = -8000;
        PRAGMA secure_delete = FAST;
        PRAGMA temp_store = MEMORY;
        """;

    private const string Tables = """
        BEGIN IMMEDIATE;
        CREATE TABLE streams (
            id        INTEGER PRIMARY KEY,
            user_id   TEXT NOT NULL,
            plant_id  TEXT NOT NULL,
            device_id TEXT NOT NULL,
            UNIQUE (user_id, plant_id, device_id)
        );
        CREATE TABLE readings (
            stream_id INTEGER NOT NULL,
            time      INTEGER NOT NULL, -- Unix milliseconds, UTC
            metrics   TEXT    NOT NULL, -- {"temperature":21.5,"lighting":"ON"}
            PRIMARY KEY (stream_id, time)
        ) WITHOUT ROWID;
        CREATE TABLE arrivals (
            seq       INTEGER PRIMARY KEY,
            stream_id INTEGER NOT NULL,
            time      INTEGER NOT NULL,
            metrics   TEXT    NOT NULL
        );
        PRAGMA user_version = 1;
        COMMIT;
        """;

    /// <summary>Opens the database for its one writer, making or upgrading it as needed.</summary>
    /// <exception cref="OptionsValidationException">A newer version of PlantCare wrote it.</exception>
    public static SqliteDatabase OpenWriter(string path)
    {
        var database = SqliteDatabase.Open(path);
        try
        {
            var version = database.QueryInteger("PRAGMA user_version");
            if (version > Version)
            {
                throw new OptionsValidationException("", typeof(ReadingsSchema),
                    [$"{path} was written by a newer PlantCare (schema {version}, this one knows {Version}). Start that version, or restore a backup."]);
            }

            database.Execute(WriterSettings);
            if (version == 0)
            {
                database.Execute(Tables);
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens the database for reading.</summary>
    public static SqliteDatabase OpenReader(string path)
    {
        var database = SqliteDatabase.Open(path);
        database.Execute("PRAGMA query_only = ON; PRAGMA cache_size = -2000;");
        return database;
    }
}
