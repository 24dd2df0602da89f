using Microsoft.Extensions.Logging;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>Sees to it that the database is there, whatever version the server is of, and that it keeps readings as long as it should.</summary>
/// <param name="http">The way to the server.</param>
/// <param name="retention">How long a database that is made here keeps readings; null for always.</param>
/// <param name="logger">Says what was made or changed.</param>
internal sealed partial class InfluxSchema(InfluxHttp http, TimeSpan? retention, ILogger<InfluxSchema> logger)
{
    private readonly Lock _lock = new();
    private Task<InfluxDatabase>? _opening;

    /// <summary>The database, made if need be. Asks the server only when it was not yet found, or was lost.</summary>
    /// <exception cref="InfluxException">It is away, it does not let us, or there is no database and none can be made.</exception>
    public Task<InfluxDatabase> EnsureAsync(CancellationToken cancellationToken)
    {
        // Everybody who waits, waits for the same attempt: one after another would be a queue that grows while the server is away.
        Task<InfluxDatabase> opening;
        lock (_lock)
        {
            opening = _opening is null or { IsCompleted: true, IsCompletedSuccessfully: false } ? _opening = OpenAsync() : _opening;
        }

        return opening.WaitAsync(cancellationToken);
    }

    /// <summary>The database turned out to be gone: look again.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _opening = null;
        }
    }

    /// <summary>Sets the retention, where the version allows it.</summary>
    public async Task SetRetentionAsync(TimeSpan wanted, CancellationToken cancellationToken)
    {
        var database = await EnsureAsync(cancellationToken);
        if (await database.SetRetentionAsync(wanted, cancellationToken))
        {
            Log.Retention(logger, http.Connection.Bucket, wanted);
        }
    }

    private async Task<InfluxDatabase> OpenAsync()
    {
        // It is nobody's alone, so nobody can cancel it; each of its calls has a timeout.
        var cancellationToken = CancellationToken.None;

        // step 1: which version it is
        var version = await http.PingAsync(cancellationToken)
            ?? throw new InfluxException(InfluxFault.Unexpected, $"What answers at {http.Connection.Endpoint} is not InfluxDB.");
        var database = InfluxDatabase.Of(version, http);

        // step 2: the database, made when it is missing; a second time round it is the mapping of 2.x that may be
        const int attempts = 3;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await http.ExecuteAsync("open", Nothing(), InfluxHttp.ManagementTimeout, cancellationToken);
                Log.Opened(logger, http.Connection.Bucket, version);
                return database;
            }
            catch (InfluxException failure) when (failure.Fault == InfluxFault.NoDatabase && attempt < attempts)
            {
                await database.CreateAsync(retention, cancellationToken);
                Log.Created(logger, http.Connection.Bucket);
            }
        }
    }

    // Needs the database and the right to read it, and costs nothing however many readings there are: they are nobody's.
    private static InfluxQuery Nothing() =>
        InfluxQuery.Of($"SELECT * FROM {LineProtocol.Measurement} WHERE {{where}} LIMIT 1", new ReadingScope(Guid.Empty), range: null);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Readings are kept in {Bucket} of InfluxDB {Version}")]
        public static partial void Opened(ILogger logger, string bucket, string version);

        [LoggerMessage(Level = LogLevel.Information, Message = "InfluxDB had no {Bucket}; it was made")]
        public static partial void Created(ILogger logger, string bucket);

        [LoggerMessage(Level = LogLevel.Information, Message = "InfluxDB now keeps {Bucket} for {Retention}; older readings go")]
        public static partial void Retention(ILogger logger, string bucket, TimeSpan retention);
    }
}
