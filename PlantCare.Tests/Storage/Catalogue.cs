using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace PlantCare.Tests.Storage;

/// <summary>
/// Looks for texts in every column of every table that a database has by its own catalogue, past every filter and policy: a table that is new
/// tomorrow is looked at tomorrow.
/// </summary>
internal static class Catalogue
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every table.</summary>
    public static async Task<HashSet<string>> TablesAsync(string connectionString)
    {
        await using var connection = await OpenAsync(connectionString);
        return [.. (await ColumnsAsync(connection)).Select(column => column.Table)];
    }

    /// <summary>Where any of the texts stands, in whatever case: <c>table.column</c>.</summary>
    public static async Task<List<string>> FindAsync(string connectionString, params string[] texts)
    {
        await using var connection = await OpenAsync(connectionString);
        var found = new List<string>();
        foreach (var (table, column, type) in await ColumnsAsync(connection))
        {
            var text = connection is SqliteConnection ? $"CAST(\"{column}\" AS TEXT)" : type == "bytea" ? $"encode(\"{column}\", 'escape')" : $"\"{column}\"::text";
            var at = connection is SqliteConnection ? $"instr(lower({text}), @text)" : $"position(@text IN lower({text}))";
            foreach (var wanted in texts)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = $"SELECT count(*) FROM \"{table}\" WHERE {at} > 0";
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ("@text", wanted.ToLowerInvariant());
                command.Parameters.Add(parameter);
                if ((long)(await command.ExecuteScalarAsync(Cancellation))! > 0)
                {
                    found.Add($"{table}.{column}");
                }
            }
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static async Task<DbConnection> OpenAsync(string connectionString)
    {
        DbConnection connection = connectionString.StartsWith("Data Source", StringComparison.Ordinal)
            ? new SqliteConnection(connectionString)
            : new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    private static async Task<List<(string Table, string Column, string Type)>> ColumnsAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = connection is SqliteConnection
            ? "SELECT t.name, c.name, c.type FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
            : "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'";
        var columns = new List<(string, string, string)>();
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        while (await reader.ReadAsync(Cancellation))
        {
            columns.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return columns;
    }
}
