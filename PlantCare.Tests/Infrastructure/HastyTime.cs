namespace PlantCare.Tests.Infrastructure;

/// <summary>Time whose clock is moved by hand, and whose timers can be told to hurry.</summary>
public sealed class HastyTime : TimeProvider
{
    private long _timestamp;

    /// <summary>How many times sooner than asked for a timer goes off.</summary>
    public int Speed { get; set; } = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _timestamp, by.Ticks);

    public override long GetTimestamp() => Interlocked.Read(ref _timestamp);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Speed : dueTime, period > TimeSpan.Zero ? period / Speed : period);
}
