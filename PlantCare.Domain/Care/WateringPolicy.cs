namespace PlantCare.Domain.Care;

/// <summary>
/// How much a device may be told to water: what keeps a double click, a broken script or an angry neighbour from drowning a plant. A device
/// answers for nothing here; what it was told counts, unless it says that it could not, or can no longer do it.
/// </summary>
/// <param name="Longest">The longest single watering.</param>
/// <param name="MostAnHour">How long a device may water within an hour, all commands together.</param>
public sealed record WateringPolicy(TimeSpan Longest, TimeSpan MostAnHour)
{
    /// <summary>How far back waterings count.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromHours(1);

    /// <summary>The shortest single watering: below it pumps do nothing.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);

    /// <summary>Whether a single watering may last so long.</summary>
    /// <param name="watering">How long.</param>
    public bool Allows(TimeSpan watering) => watering >= Shortest && watering <= Longest && watering <= MostAnHour;

    /// <summary>How long to wait until a device may water again; zero when it may now.</summary>
    /// <param name="watering">How long it is to water, allowed in itself.</param>
    /// <param name="lately">When it was told to water, UTC, and for how long.</param>
    /// <param name="now">The time, UTC.</param>
    public TimeSpan WaitBefore(TimeSpan watering, IEnumerable<(DateTimeOffset At, TimeSpan For)> lately, DateTimeOffset now)
    {
        var counted = lately.Where(past => past.At > now - Reach).OrderBy(past => past.At).ToList();
        var total = counted.Aggregate(watering, (sum, past) => sum + past.For);
        var wait = TimeSpan.Zero;
        foreach (var past in counted.TakeWhile(_ => total > MostAnHour))
        {
            total -= past.For;
            wait = past.At + Reach - now;
        }

        return wait;
    }
}
