using System.Collections.Concurrent;
using PlantCare.Domain.Devices;
using PlantCare.Ingest.Pipeline;

namespace PlantCare.Ingest.Devices;

/// <summary>
/// Devices that this process has not heard of. Another one may have added them a moment ago, or while the database was away, so it is the
/// database that says whether they exist, however long it takes: what they sent must not be taken for a stranger's.
/// </summary>
internal sealed partial class Newcomers(IDeviceDirectory directory, IngestHealth health, TimeProvider time, ILogger<Newcomers> logger) : IDisposable
{
    private const string What = "devices";
    private const int MaxStrangers = 10_000;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    /// <summary>What a deleted device had sent comes thousand by thousand; the database is asked about it once in a while.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    // Nobody is in a hurry: one question at a time leaves the database's connections to others.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<string, long> _strangers = new(StringComparer.Ordinal);

    /// <summary>Finds a device that <see cref="IDeviceDirectory.TryFind"/> did not.</summary>
    /// <returns>Null when it does not exist.</returns>
    public async Task<DeviceIdentity?> FindAsync(string deviceId, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (directory.TryFind(deviceId, out var known))
            {
                return known;
            }

            if (_strangers.TryGetValue(deviceId, out var asked) && time.GetElapsedTime(asked) < AskAgain)
            {
                return null;
            }

            var found = await AskAsync(deviceId, cancellationToken);
            Remember(deviceId, isStranger: found is null);
            return found;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<DeviceIdentity?> AskAsync(string deviceId, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(FirstRetry, LongestRetry);
        while (true)
        {
            try
            {
                var found = await directory.FindAsync(deviceId, cancellationToken);
                if (health.Recovered(What))
                {
                    Log.Recovered(logger);
                }

                return found;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                var reason = exception.GetBaseException().Message;
                if (health.Failing(What, reason))
                {
                    Log.NotNow(logger, deviceId, reason);
                }

                await Task.Delay(backoff.Next(), time, cancellationToken);
            }
        }
    }

    private void Remember(string deviceId, bool isStranger)
    {
        if (!isStranger)
        {
            _strangers.TryRemove(deviceId, out _);
            return;
        }

        if (_strangers.Count >= MaxStrangers)
        {
            _strangers.Clear();
        }

        _strangers[deviceId] = time.GetTimestamp();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Whether there is a device {DeviceId} cannot be asked of the database now and will be tried again: {Reason}")]
        public static partial void NotNow(ILogger logger, string deviceId, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "The database says again which devices there are")]
        public static partial void Recovered(ILogger logger);
    }
}
