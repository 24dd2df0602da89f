using PlantCare.Contracts.Mqtt;
using PlantCare.Ingest.Mqtt;
using PlantCare.Ingest.Pipeline;

namespace PlantCare.Ingest.Live;

/// <summary>
/// Carries live events to the broker, over a connection of its own: readings and their acknowledgements never wait for those who watch. While
/// it cannot, nothing is kept, and whoever watches is told afterwards that something was missed.
/// </summary>
internal sealed partial class LiveRelay(
    BrokerConnectionString broker,
    SubscriberSettings settings,
    Watchers watchers,
    RelayQueue queue,
    TimeProvider time,
    ILogger<LiveRelay> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = new Backoff(FirstPause, settings.LongestPause);
        var isAway = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var session = new LiveSession(settings, watchers, queue, time);
                await session.OpenAsync(broker, stoppingToken);
                pause = new Backoff(FirstPause, settings.LongestPause);
                if (isAway)
                {
                    isAway = false;
                    Log.Found(logger);
                }

                await session.PumpAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (!isAway)
                {
                    isAway = true;
                    Log.Away(logger, exception.GetBaseException().Message);
                }
            }

            await Task.Delay(pause.Next(), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Live readings do not reach the broker for now ({Reason}); trying again. They are stored all the same")]
        public static partial void Away(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "Live readings reach the broker again")]
        public static partial void Found(ILogger logger);
    }
}
