namespace PlantCare.ServiceDefaults.Http;

/// <summary>Lets the first of many like events through to the log, and then one a minute with the number of those before it.</summary>
public sealed class Seldom(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _last;
    private int _count;

    /// <summary>Counts an event.</summary>
    /// <param name="count">How many there have been since one was last let through, this one included.</param>
    /// <returns>Whether to log it.</returns>
    public bool IsDue(out int count)
    {
        lock (_lock)
        {
            count = ++_count;
            if (_last is { } last && time.GetElapsedTime(last) < Pause)
            {
                return false;
            }

            (_last, _count) = (time.GetTimestamp(), 0);
            return true;
        }
    }
}
