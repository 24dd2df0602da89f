namespace PlantCare.Api.Administration.Status;

/// <summary>Adds up what happened, to the second, and forgets it after an hour.</summary>
internal sealed class RateWindow
{
    private const int Seconds = 3_600;

    private readonly Lock _lock = new();
    private readonly long[] _second = new long[Seconds];
    private readonly long[] _count = new long[Seconds];

    /// <summary>So many more happened at that moment.</summary>
    public void Add(long count, DateTimeOffset at)
    {
        var second = at.ToUnixTimeSeconds();
        var slot = (int)(second % Seconds);
        lock (_lock)
        {
            // A clock that was set back brings what is not counted rather than counted twice.
            if (_second[slot] < second)
            {
                (_second[slot], _count[slot]) = (second, 0);
            }

            _count[slot] += _second[slot] == second ? count : 0;
        }
    }

    /// <summary>How many happened in the last so many seconds, at most an hour.</summary>
    public long Sum(int lastSeconds, DateTimeOffset now)
    {
        var oldest = now.ToUnixTimeSeconds() - lastSeconds;
        lock (_lock)
        {
            return _second.Zip(_count).Where(slot => slot.First > oldest).Sum(slot => slot.Second);
        }
    }
}
