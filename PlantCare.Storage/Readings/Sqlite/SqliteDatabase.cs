using SQLitePCL;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>
/// One SQLite connection, used by one thread at a time. It speaks to the C API directly: Microsoft.Data.Sqlite's command objects cost
/// more per row than the row itself.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int OpenFlags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle) => Handle = handle;

    public sqlite3 Handle { get; }

    /// <exception cref="SqliteFailure">The file cannot be opened.</exception>
    public static SqliteDatabase Open(string path)
    {
        var code = raw.sqlite3_open_v2(path, out var handle, OpenFlags, vfs: null);
        var database = new SqliteDatabase(handle);
        if (code != raw.SQLITE_OK)
        {
            var failure = database.Failure($"open {path}");
            database.Dispose();
            throw failure;
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, 1_000);
        return database;
    }

    public void Execute(string sql)
    {
        if (raw.sqlite3_exec(Handle, sql, callback: null, user_data: null, out _) != raw.SQLITE_OK)
        {
            throw Failure(sql);
        }
    }

    public long QueryInteger(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Integer(0) : throw new InvalidOperationException($"No row: {sql}");
    }

    public SqliteStatement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v3(Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement);
        return code == raw.SQLITE_OK ? new SqliteStatement(this, statement) : throw Failure(sql);
    }

    public SqliteFailure Failure(string doing) =>
        new(raw.sqlite3_extended_errcode(Handle), $"{raw.sqlite3_errmsg(Handle).utf8_to_string()} ({doing})");

    public void Dispose() => raw.sqlite3_close_v2(Handle);
}
