using System.Collections.Concurrent;
using PlantCare.Storage.Relational.Devices;

namespace PlantCare.Api.Devices;

/// <summary>
/// Ends a device's old secret when it has signed in with the new one, and the old ones of which the time is over. No sign-in waits for it: until
/// it is written down, the old one is good for some milliseconds more.
/// </summary>
internal sealed partial class SecretSuccession(
    DeviceDirectory directory, PreviousSecrets secrets, TimeProvider time, ILogger<SecretSuccession> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    // Each device once, and only those that have two secrets.
    private readonly ConcurrentDictionary<string, byte[]> _used = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _soon = new(0, 1);
    private bool _isFailing;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _soon.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        directory.NewSecretUsed += OnNewSecretUsed;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var pause = await WorkAsync(stoppingToken) ? Interval : RetryAfter;
                using var wake = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(_soon.WaitAsync(wake.Token), Task.Delay(pause, time, wake.Token));
                await wake.CancelAsync();
            }
        }
        finally
        {
            directory.NewSecretUsed -= OnNewSecretUsed;
        }
    }

    private async Task<bool> WorkAsync(CancellationToken stoppingToken)
    {
        using var timeout = new CancellationTokenSource(WriteTimeout, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, timeout.Token);
        try
        {
            foreach (var used in _used)
            {
                await secrets.EndAsync(used.Key, used.Value, giveUp.Token);
                _used.TryRemove(used);
            }

            await secrets.EndExpiredAsync(giveUp.Token);
            _isFailing = false;
            return true;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            if (!_isFailing)
            {
                Log.NotEnded(logger, exception);
            }

            _isFailing = true;
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private void OnNewSecretUsed(object? sender, NewSecretUsedEventArgs used)
    {
        _used[used.Device.DeviceId] = used.Device.SecretHash;
        try
        {
            _soon.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been woken already.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Old secrets of devices could not be ended; trying again. They are good for their 24 hours at most")]
        public static partial void NotEnded(ILogger logger, Exception exception);
    }
}
