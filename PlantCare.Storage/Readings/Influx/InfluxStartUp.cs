using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Opens the database when the host starts. Wrong credentials and certificates stop the start; a server that is not there yet does not: it is waited for
/// beside everything else, and <c>/health</c> says so meanwhile.
/// </summary>
internal sealed partial class InfluxStartUp(InfluxReadingStore store, TimeProvider time, ILogger<InfluxStartUp> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <exception cref="OptionsValidationException">The server does not let us in, or cannot be trusted.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await TryAsync(cancellationToken) is not { } failure)
        {
            return;
        }

        if (failure.Fault == InfluxFault.Denied)
        {
            throw InfluxConnection.Invalid($"holds credentials that do not suffice: {failure.Message.TrimEnd('.')}; check Token, Org and Bucket, or User and Password");
        }

        if (failure.Fault == InfluxFault.Untrusted)
        {
            throw InfluxConnection.Invalid($"names a server with a certificate that is no good: {failure.Message.TrimEnd('.')}; trust the authority that signed it, or correct Endpoint");
        }

        Log.Waiting(logger, failure.Message);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                await Task.Delay(pause, time, stoppingToken);
                if (await TryAsync(stoppingToken) is null)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops before the server came.
        }
    }

    private async Task<InfluxException?> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.PingAsync(cancellationToken);
            return null;
        }
        catch (InfluxException failure)
        {
            return failure;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "InfluxDB is not ready and is waited for: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);
    }
}
