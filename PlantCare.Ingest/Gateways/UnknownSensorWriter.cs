using PlantCare.Domain.Devices;

namespace PlantCare.Ingest.Gateways;

/// <summary>
/// Writes down every few seconds which unknown sensors were heard, so that no message waits for it. A crash loses what the next message of
/// the sensor says again.
/// </summary>
internal sealed partial class UnknownSensorWriter(
    IUnknownSensors store, IDeviceDirectory directory, TimeProvider time, ILogger<UnknownSensorWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);

    private readonly UnknownSensorBook _book = new();
    private bool _isFailing;

    /// <summary>Remembers a sensor. Returns at once.</summary>
    public void Note(UnknownSensor sensor) => _book.Note(sensor);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await FlushAsync(isLast: false);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await FlushAsync(isLast: true);
    }

    private async Task FlushAsync(bool isLast)
    {
        // Whoever was adopted meanwhile is unknown no more, and the row that said so is gone.
        var due = _book.TakeDue(time.GetUtcNow(), isLast).FindAll(IsUnknown);
        if (due.Count == 0)
        {
            return;
        }

        try
        {
            using var timeout = new CancellationTokenSource(isLast ? FarewellTimeout : WriteTimeout, time);
            await store.NoteAsync(due, timeout.Token);
            _isFailing = false;
        }
        catch (Exception exception)
        {
            _book.GiveBack(due);
            if (!_isFailing)
            {
                Log.NotWritten(logger, exception, due.Count);
            }

            _isFailing = true;
        }
    }

    private bool IsUnknown(UnknownSensor sensor) =>
        directory.TryFind(sensor.GatewayId, out var gateway)
        && gateway.IsGateway
        && gateway.UserId == sensor.UserId
        && AdoptedSensors.Of(gateway).Find(sensor.Name) is null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Sensors} sensors that nobody has adopted could not be remembered; trying again")]
        public static partial void NotWritten(ILogger logger, Exception exception, int sensors);
    }
}
