namespace PlantCare.Domain.Devices;

/// <summary>
/// How long a device may say nothing until that is news: four of its own pauses between readings, so that neither a lost message nor a slow
/// network is. Not less than a quarter of an hour, for routers and access points restart; and for devices that speak seldom not more than a day
/// beyond their pause, for a plant does not wait four days.
/// </summary>
public static class DevicePatience
{
    private const double Pauses = 4;

    /// <summary>The least.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The least with a sensor behind a gateway: many say something when it changes and else check in once an hour, however often that is by day.
    /// </summary>
    public static readonly TimeSpan LeastWithSensor = TimeSpan.FromHours(6);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The patience with one device.</summary>
    /// <param name="intervalSeconds">How long it usually waits between two readings, seconds; null while that is not known: then a day.</param>
    public static TimeSpan With(double? intervalSeconds)
    {
        if (intervalSeconds is not > 0 || !double.IsFinite(intervalSeconds.Value))
        {
            return Day;
        }

        var seconds = Math.Min(intervalSeconds.Value * Pauses, intervalSeconds.Value + Day.TotalSeconds);
        return TimeSpan.FromSeconds(Math.Clamp(seconds, Least.TotalSeconds, TimeSpan.FromDays(366).TotalSeconds));
    }
}
