using Microsoft.Extensions.Hosting;

namespace PlantCare.ServiceDefaults;

/// <summary>
/// Does something again and again until the host stops. A failure is told and does not end it, not even a call that gives up by itself, which
/// looks like the host's stop and is none.
/// </summary>
/// <param name="firstWait">How long to wait before the first time.</param>
/// <param name="interval">How long to wait between.</param>
/// <param name="time">Tells when.</param>
public abstract class PeriodicWork(TimeSpan firstWait, TimeSpan interval, TimeProvider time) : BackgroundService
{
    /// <summary>Tells when.</summary>
    protected TimeProvider Time => time;

    /// <summary>What is to be done.</summary>
    protected abstract Task DoAsync(CancellationToken stoppingToken);

    /// <summary>Says that it failed.</summary>
    /// <param name="failure">How.</param>
    /// <param name="isRepeated">Whether it had failed the last time too.</param>
    protected abstract void Tell(Exception failure, bool isRepeated);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(firstWait, time);
        var isFailing = false;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                timer.Period = interval;
                isFailing = !await TryAsync(isFailing, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<bool> TryAsync(bool isFailing, CancellationToken stoppingToken)
    {
        try
        {
            await DoAsync(stoppingToken);
            return true;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Tell(exception, isFailing);
            return false;
        }
    }
}
