using Microsoft.Extensions.Logging;
using PlantCare.Simulator.Model;

namespace PlantCare.Simulator.Publishing;

/// <summary>A virtual plant whose device publishes what it measures.</summary>
/// <param name="plant">The plant.</param>
/// <param name="link">The device's connection.</param>
/// <param name="time">The clock on the wall.</param>
/// <param name="logger">What happens to it.</param>
internal sealed partial class VirtualDevice(VirtualPlant plant, DeviceLink link, TimeProvider time, ILogger logger)
{
    /// <summary>The most readings that the contract lets into one message; fewer keep it far below 64 KiB.</summary>
    private const int Backlog = 250;

    /// <summary>A small pump gives about 1.2 litres a minute.</summary>
    private const double PumpLitresPerSecond = 0.02;

    private readonly Lock _turn = new();

    /// <summary>Moves the plant to a moment and publishes what was measured on the way, as many readings to a message as fit.</summary>
    /// <returns>How many readings were published.</returns>
    public async Task<int> PublishHistoryAsync(DateTimeOffset until, TimeSpan every, CancellationToken cancellationToken)
    {
        var published = 0;
        var waiting = new List<VirtualReading>(Backlog);
        for (var next = plant.Now + every; next <= until; next += every)
        {
            if (plant.MoveTo(next) is { } reading)
            {
                waiting.Add(reading);
            }

            if (waiting.Count == Backlog)
            {
                await link.PublishAsync(Payload.Of(waiting), cancellationToken);
                published += waiting.Count;
                waiting.Clear();
            }
        }

        if (waiting.Count > 0)
        {
            await link.PublishAsync(Payload.Of(waiting), cancellationToken);
            published += waiting.Count;
        }

        return published;
    }

    /// <summary>
    /// Publishes a reading at an interval until cancelled. With a speed above 1 the plant lives faster than the clock; its readings carry the
    /// clock's time all the same, because the future cannot be stored.
    /// </summary>
    /// <exception cref="SignInRefusedException">The broker does not let the device in.</exception>
    public async Task RunAsync(TimeSpan every, double speed, CancellationToken cancellationToken)
    {
        link.OnWater = Water;
        using var timer = new PeriodicTimer(every, time);
        do
        {
            VirtualReading? reading;
            lock (_turn)
            {
                reading = plant.MoveTo(plant.Now + (every * speed));
            }

            if (reading is not null)
            {
                await link.PublishAsync(Payload.Of(reading with { Time = time.GetUtcNow() }), cancellationToken);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private string Water(double seconds)
    {
        var litres = Math.Clamp(seconds, 0, 60) * PumpLitresPerSecond;
        lock (_turn)
        {
            plant.Water(litres, TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 60)));
        }

        Log.Watered(logger, plant.Profile.Name, litres);
        return FormattableString.Invariant($"{litres:0.##} l");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Plant} is watered with {Litres} l")]
        public static partial void Watered(ILogger logger, string plant, double litres);
    }
}
