namespace PlantCare.Api.Workers;

/// <summary>Does what the database keeps to be done: at once when called, otherwise round by round.</summary>
/// <param name="call">Who calls it.</param>
/// <param name="interval">The time between two rounds.</param>
/// <param name="time">Times them.</param>
/// <param name="logger">Told when a round could not be.</param>
internal abstract partial class CalledWorker(WorkCall call, TimeSpan interval, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>Times the rounds.</summary>
    protected TimeProvider Time => time;

    /// <summary>The worker's log.</summary>
    protected ILogger Logger => logger;

    /// <summary>There is something to do.</summary>
    public void Wake() => call.Wake();

    /// <summary>Does what is due.</summary>
    public abstract Task RunDueAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunDueAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.CannotLook(logger, exception, GetType().Name);
            }

            await WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(call.WaitAsync(over.Token), Task.Delay(interval, time, over.Token));
        await over.CancelAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Worker} cannot look for what is due now; it is tried again")]
        public static partial void CannotLook(ILogger logger, Exception exception, string worker);
    }
}
