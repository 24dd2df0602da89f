using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using PlantCare.Storage.Relational.Tenancy;

namespace PlantCare.Storage.Relational.PostgreSql;

/// <summary>
/// Brings the database to this version before anything else starts: one service does, the others wait for it. A server that is not there
/// yet is waited for.
/// </summary>
internal sealed partial class PostgreSqlMigration(
    PostgreSqlSettings settings, SystemWork system, TimeProvider time, ILogger<PostgreSqlMigration> logger) : IHostedLifecycleService
{
    // Any number will do that nobody else locks in this database: 'plant' in ASCII.
    private const long LockKey = 0x70_6C_61_6E_74;

    /// <exception cref="OptionsValidationException">The database is of a newer version, or a connection string is wrong.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // step 1: wait for the server
        await using var connection = new NpgsqlConnection(settings.Owner.ConnectionString);
        await OpenAsync(connection, cancellationToken);

        // step 2: one at a time
        await LockAsync(connection, cancellationToken);

        // step 3: roles and tables; closing the connection ends the lock
        try
        {
            await PostgreSqlRoles.EnsureAsync(connection, settings.Application.Username ?? connection.UserName!, cancellationToken);
            await using var context = new NpgsqlPlantCareContext(
                PostgreSqlRegistration.Configure(new DbContextOptionsBuilder<NpgsqlPlantCareContext>(), connection).Options, Tenant.System());
            await DatabaseMigration.MigrateAsync(context, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw PostgreSqlSettings.Invalid(
                PostgreSqlSettings.OwnerKey,
                $"has no right to prepare the database ({exception.MessageText}); it must name an account that owns the tables and has CREATEROLE, "
                + $"or is in the roles {string.Join(", ", RowSecurity.Roles)}. Without it, {PostgreSqlSettings.Key} must.");
        }

        // step 4: the application's own account, which may be another one
        await TryApplicationAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task OpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(time);
        while (true)
        {
            try
            {
                await connection.OpenAsync(cancellationToken);
                if (!backoff.IsFresh)
                {
                    Log.Arrived(logger, settings.Server);
                }

                return;
            }
            catch (Exception exception) when (ConnectionFault.IsPassing(exception))
            {
                if (backoff.IsFresh)
                {
                    Log.Waiting(logger, settings.Server, exception.Message);
                }

                await backoff.WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (ConnectionFault.Explain(exception) is { } fault)
            {
                throw PostgreSqlSettings.Invalid(settings.HasOwner ? PostgreSqlSettings.OwnerKey : PostgreSqlSettings.Key, fault);
            }
        }
    }

    private async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var attempt = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        if (await attempt.ExecuteScalarAsync(cancellationToken) is true)
        {
            return;
        }

        Log.AnotherPrepares(logger);

        // As long as the other one's migrations take.
        await using var wait = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection)
        {
            CommandTimeout = 0,
            Parameters = { new() { Value = LockKey } },
        };
        await wait.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task TryApplicationAsync(CancellationToken cancellationToken)
    {
        try
        {
            await system.RunAsync(context => context.Users.AnyAsync(cancellationToken));
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw PostgreSqlSettings.Invalid(
                PostgreSqlSettings.Key,
                $"names an account that may not use the tables ({exception.MessageText}); grant it {string.Join(", ", RowSecurity.Roles)}");
        }
        catch (Exception exception) when (ConnectionFault.Explain(exception) is { } fault)
        {
            throw PostgreSqlSettings.Invalid(PostgreSqlSettings.Key, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The database server at {Server} does not answer yet ({Reason}); waiting for it")]
        public static partial void Waiting(ILogger logger, string server, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "The database server at {Server} answers")]
        public static partial void Arrived(ILogger logger, string server);

        [LoggerMessage(Level = LogLevel.Information, Message = "Another service is preparing the database; waiting for it")]
        public static partial void AnotherPrepares(ILogger logger);
    }
}
