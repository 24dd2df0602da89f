using SQLitePCL;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as in SQLite.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt statement) : IDisposable
{
    public SqliteStatement Bind(int parameter, long value)
    {
        raw.sqlite3_bind_int64(statement, parameter, value);
        return this;
    }

    public SqliteStatement Bind(int parameter, string value)
    {
        raw.sqlite3_bind_text(statement, parameter, value);
        return this;
    }

    /// <summary>Binds UTF-8 text.</summary>
    public SqliteStatement BindUtf8(int parameter, ReadOnlySpan<byte> text)
    {
        raw.sqlite3_bind_text(statement, parameter, text);
        return this;
    }

    /// <summary>Steps to the next row; false after the last one.</summary>
    public bool Step() => raw.sqlite3_step(statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        _ => throw Fail(),
    };

    /// <summary>Runs a statement that answers no rows, and makes it ready to run again.</summary>
    public void Run()
    {
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
        {
            throw Fail();
        }

        raw.sqlite3_reset(statement);
    }

    /// <summary>Makes the statement ready for other parameters.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public long Integer(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>Text as UTF-8, valid until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();

    private SqliteFailure Fail()
    {
        var failure = database.Failure(raw.sqlite3_sql(statement).utf8_to_string());
        raw.sqlite3_reset(statement);
        return failure;
    }
}
