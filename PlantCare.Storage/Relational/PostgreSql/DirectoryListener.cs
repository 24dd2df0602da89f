using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Storage.Relational.PostgreSql;

/// <summary>
/// Keeps the device directory of this process up to date with what other processes save. The database itself says whose devices or plants
/// changed, at the commit and whoever made it; what was said while nobody listened is made up for by reading everything anew.
/// </summary>
internal sealed partial class DirectoryListener(
    PostgreSqlSettings settings, DeviceDirectory directory, TimeProvider time, ILogger<DirectoryListener> logger) : BackgroundService
{
    /// <summary>Where the database says it: an account's id is the payload.</summary>
    public const string Channel = "plantcare_directory";

    // A connection that nothing is said on may be dead: ask.
    private const int KeepAliveSeconds = 10;

    // More owners than this at a time are read together.
    private const int MaxOwners = 100;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(backoff, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (backoff.IsFresh)
                {
                    Log.Lost(logger, ConnectionFault.IsPassing(exception) ? null : exception, exception.Message);
                }

                await backoff.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(Backoff backoff, CancellationToken stoppingToken)
    {
        // step 1: listen, on a connection of its own that the pool does not hand out
        var owners = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        await using var connection = new NpgsqlConnection(ConnectionString());
        await connection.OpenAsync(stoppingToken);
        connection.Notification += (_, notification) => owners.TryAdd(notification.Payload, value: true);
        await using (var listen = new NpgsqlCommand($"SET ROLE {RowSecurity.AppRole}; LISTEN {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        // step 2: what changed before that
        await directory.RefreshAsync(stoppingToken);
        if (!backoff.IsFresh)
        {
            Log.Found(logger);
            backoff.Reset();
        }

        // step 3: what changes from now on
        while (true)
        {
            await connection.WaitAsync(stoppingToken);
            await RefreshAsync(owners, stoppingToken);
        }
    }

    private async Task RefreshAsync(ConcurrentDictionary<string, bool> owners, CancellationToken cancellationToken)
    {
        var changed = owners.Keys.ToList();
        foreach (var owner in changed)
        {
            owners.TryRemove(owner, out _);
        }

        if (changed.Count > MaxOwners)
        {
            await directory.RefreshAsync(cancellationToken);
            return;
        }

        foreach (var owner in changed)
        {
            // Anybody who can sign in to the database can say anything here.
            if (Guid.TryParse(owner, out var userId))
            {
                await directory.RefreshAsync(userId, cancellationToken);
            }
        }
    }

    private string ConnectionString() => new NpgsqlConnectionStringBuilder(settings.Application.ConnectionString)
    {
        Pooling = false,
        KeepAlive = KeepAliveSeconds,
        ApplicationName = $"{settings.Application.ApplicationName} directory",
    }.ConnectionString;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Changes of devices by other services are not heard for now ({Reason}); trying again")]
        public static partial void Lost(ILogger logger, Exception? exception, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "Changes of devices by other services are heard again")]
        public static partial void Found(ILogger logger);
    }
}
