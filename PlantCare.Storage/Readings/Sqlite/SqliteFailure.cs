using PlantCare.Domain.Readings;
using SQLitePCL;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>SQLite reported an error.</summary>
internal sealed class SqliteFailure(int extendedCode, string message) : ReadingStoreException(message)
{
    private const int PrimaryCodeMask = 0xFF;

    /// <summary>Whether the same call may succeed later: somebody else holds the lock, the disk is full or does not answer.</summary>
    public override bool MayPass => (extendedCode & PrimaryCodeMask) is
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY;
}
