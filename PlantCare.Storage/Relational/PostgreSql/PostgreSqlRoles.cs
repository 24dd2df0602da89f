using Npgsql;

namespace PlantCare.Storage.Relational.PostgreSql;

/// <summary>Makes the roles that connections take. They belong to the whole server, so that several databases may share them.</summary>
internal static class PostgreSqlRoles
{
    /// <summary>Makes what is missing, and lets the application's account take the roles.</summary>
    /// <param name="connection">A connection of the owner.</param>
    /// <param name="application">The account that the application signs in with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task EnsureAsync(NpgsqlConnection connection, string application, CancellationToken cancellationToken)
    {
        foreach (var role in RowSecurity.Roles)
        {
            if (!await IsAsync(connection, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", role, cancellationToken))
            {
                // Another database's services may be at it in the same moment.
                await ExecuteAsync(
                    connection,
                    $"""
                     DO $$ BEGIN
                         CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
                     EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                     END $$
                     """,
                    cancellationToken);
            }

            await GrantAsync(connection, role, connection.UserName!, cancellationToken);
            await GrantAsync(connection, role, application, cancellationToken);
        }
    }

    // Asked first: granting needs rights that an account which was given the roles by hand does not have.
    private static async Task GrantAsync(NpgsqlConnection connection, string role, string account, CancellationToken cancellationToken)
    {
        await using var question = new NpgsqlCommand("SELECT pg_has_role($1::name, $2::name, $3)", connection)
        {
            Parameters =
            {
                new() { Value = account },
                new() { Value = role },

                // From 16 on, who made a role is a member of it and still may not take it.
                new() { Value = connection.PostgreSqlVersion.Major >= 16 ? "SET" : "MEMBER" },
            },
        };
        if (await question.ExecuteScalarAsync(cancellationToken) is not true)
        {
            await ExecuteAsync(connection, $"GRANT {role} TO {Quote(account)}", cancellationToken);
        }
    }

    private static async Task<bool> IsAsync(NpgsqlConnection connection, string question, string value, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(question, connection) { Parameters = { new() { Value = value } } };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
