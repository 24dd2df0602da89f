using System.Globalization;
using MQTTnet;
using MQTTnet.Exceptions;
using PlantCare.Contracts.Devices;
using PlantCare.Tests.EndToEnd;

namespace PlantCare.Tests.Distributed;

/// <summary>
/// Devices that send readings at a steady pace, each with a time of its own, and wait for the broker's acknowledgement before the next. A
/// device whose connection ends connects again and sends what was not acknowledged once more, as it was. No device runs ahead of what it was
/// allowed to send, so that there is a stream for everything that a test does, however slow the machine.
/// </summary>
internal sealed class SteadyStream
{
    private static readonly DateTimeOffset Start = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddDays(-2);
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly int _port;
    private readonly int _readings;
    private readonly TimeSpan _pace;
    private Task _completion = Task.CompletedTask;
    private int _allowed;
    private int _acknowledged;
    private int _unheard;

    private SteadyStream(int port, int readings, TimeSpan pace) => (_port, _readings, _pace) = (port, readings, pace);

    /// <summary>How many readings were acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>How many of them the broker acknowledged although nobody was subscribed, and so threw away.</summary>
    public int Unheard => Volatile.Read(ref _unheard);

    /// <summary>Starts the devices.</summary>
    /// <param name="port">The broker's.</param>
    /// <param name="devices">Who sends.</param>
    /// <param name="readings">How many each device sends, as soon as it is allowed to.</param>
    /// <param name="pace">The time between two of them.</param>
    /// <param name="cancellationToken">Stops them.</param>
    public static SteadyStream From(
        int port, IReadOnlyList<DeviceWithSecretResponse> devices, int readings, TimeSpan pace, CancellationToken cancellationToken)
    {
        var stream = new SteadyStream(port, readings, pace);
        stream._completion = Task.WhenAll(devices.Select(device => Task.Run(() => stream.SendAllAsync(device, cancellationToken), cancellationToken)));
        return stream;
    }

    /// <summary>The time of a device's reading, in Unix milliseconds.</summary>
    public static long TimeOf(int number) => (Start + (number * Reading)).ToUnixTimeMilliseconds();

    /// <summary>The temperature in a device's reading.</summary>
    public static double ValueOf(int number) => number % 400 / 10.0;

    /// <summary>Lets every device send so many of its readings.</summary>
    public SteadyStream Allow(int readings)
    {
        Volatile.Write(ref _allowed, readings);
        return this;
    }

    /// <summary>Waits until so many are acknowledged.</summary>
    public async Task ReachesAsync(int count, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (Acknowledged < count)
        {
            if (_completion.IsCompleted)
            {
                await _completion;
            }

            Assert.False(patience.IsCancellationRequested, $"No more than {Acknowledged} of {count} readings were acknowledged.");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Waits until all are acknowledged.</summary>
    public Task EndsAsync(CancellationToken cancellationToken) => _completion.WaitAsync(Patience, TimeProvider.System, cancellationToken);

    private async Task SendAllAsync(DeviceWithSecretResponse device, CancellationToken cancellationToken)
    {
        using var pace = new PeriodicTimer(_pace, TimeProvider.System);
        for (var next = 0; next < _readings;)
        {
            try
            {
                await using var client = await MqttDevice.ConnectAsync(_port, device, cancellationToken: cancellationToken);
                for (; next < _readings; next++)
                {
                    do
                    {
                        await pace.WaitForNextTickAsync(cancellationToken);
                    }
                    while (next >= Volatile.Read(ref _allowed));

                    await SendAsync(client, next, cancellationToken);
                }
            }
            catch (Exception exception) when (exception is MqttCommunicationException or MqttClientNotConnectedException or ObjectDisposedException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // The broker has gone, and comes back.
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task SendAsync(MqttDevice client, int number, CancellationToken cancellationToken)
    {
        var result = await client.PublishAsync(
            string.Create(CultureInfo.InvariantCulture, $$"""{"temperature":{{ValueOf(number)}},"humidity":{{40 + (number % 7)}},"ts":{{TimeOf(number)}}}"""),
            cancellationToken: cancellationToken);
        Assert.True(result.IsSuccess, $"{result.ReasonCode} {result.ReasonString}");
        if (result.ReasonCode == MqttClientPublishReasonCode.NoMatchingSubscribers)
        {
            Interlocked.Increment(ref _unheard);
        }

        Interlocked.Increment(ref _acknowledged);
    }
}
