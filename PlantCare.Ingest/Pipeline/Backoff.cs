namespace PlantCare.Ingest.Pipeline;

/// <summary>How long to wait before the next attempt: doubling, capped, with jitter so that many do not come back at once.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private int _attempt;

    public TimeSpan Next()
    {
        var capped = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(_attempt++, 30)), longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(capped * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
