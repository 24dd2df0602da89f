using PlantCare.Ingest.Devices;

namespace PlantCare.Tests.Ingest;

/// <summary>How a device's rhythm is learned from its readings.</summary>
public sealed class ReadingIntervalTests
{
    private readonly ReadingInterval _interval = new();
    private DateTimeOffset _now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Seconds_before_five_pauses_is_not_known()
    {
        Send(300, readings: 5);

        Assert.Null(_interval.Seconds);
        Send(300, readings: 1);
        Assert.Equal(300, _interval.Seconds);
    }

    [Fact]
    public void Seconds_after_an_outage_and_a_burst_is_what_it_was()
    {
        Send(300, readings: 50);

        Send(90_000, readings: 1);
        Send(0.5, readings: 5);
        Send(300, readings: 20);

        Assert.Equal(300, _interval.Seconds!.Value, tolerance: 15);
    }

    [Fact]
    public void Seconds_of_an_unsteady_device_is_about_the_median()
    {
        double[] pauses = [50, 55, 60, 65, 400];
        for (var i = 0; i < 200; i++)
        {
            Send(pauses[i % pauses.Length], readings: 1);
        }

        Assert.InRange(_interval.Seconds!.Value, 50, 70);
    }

    [Theory]
    [InlineData(300, 60)]
    [InlineData(60, 3_600)]
    public void Seconds_of_a_device_with_another_rhythm_follows(double before, double after)
    {
        Send(before, readings: 200);

        Send(after, readings: 40);

        Assert.Equal(after, _interval.Seconds!.Value, tolerance: after * 0.05);
    }

    [Fact]
    public void Add_late_or_simultaneous_readings_says_nothing()
    {
        Send(300, readings: 10);

        for (var i = 0; i < 20; i++)
        {
            _interval.Add(_now);
            _interval.Add(_now.AddMilliseconds(1));
            _interval.Add(_now.AddHours(-i));
        }

        Assert.Equal(300, _interval.Seconds!.Value, tolerance: 3);
    }

    private void Send(double pause, int readings)
    {
        for (var i = 0; i < readings; i++)
        {
            _now = _now.AddSeconds(pause);
            _interval.Add(_now);
        }
    }
}
