namespace PlantCare.Ingest.Decoding;

/// <summary>
/// Gives a device's readings that carry no time the time of their arrival, a millisecond apart at least: readings of one device and
/// moment overwrite each other, and a burst must not.
/// </summary>
internal sealed class ArrivalClock
{
    private long _last;

    /// <summary>The next free millisecond, now or just after.</summary>
    public DateTimeOffset Next(DateTimeOffset receivedAt)
    {
        var arrival = receivedAt.ToUnixTimeMilliseconds();
        long last, next;
        do
        {
            last = Interlocked.Read(ref _last);
            next = Math.Max(arrival, last + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);

        return DateTimeOffset.FromUnixTimeMilliseconds(next);
    }
}
