namespace PlantCare.Standalone.Broker;

/// <summary>A token bucket that makes its one caller wait instead of refusing it: the device's own connection fills up behind it.</summary>
internal sealed class RateLimit(int perSecond, TimeProvider time)
{
    private double _tokens = perSecond;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes a token, waiting for one if need be.</summary>
    public ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(perSecond, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
        _tokens--;
        return _tokens >= 0
            ? ValueTask.CompletedTask
            : new ValueTask(Task.Delay(TimeSpan.FromSeconds(-_tokens / perSecond), time, cancellationToken));
    }
}
