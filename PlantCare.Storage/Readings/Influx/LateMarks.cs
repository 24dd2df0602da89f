using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>
/// Finds the readings of hours that may have been rolled up already when they are written, and marks those hours. The marks go with the
/// readings, in the same request: neither is ever there without the other.
/// </summary>
internal static class LateMarks
{
    /// <summary>From how long after its end an hour is marked.</summary>
    public static readonly TimeSpan MarkedAfter = TimeSpan.FromMinutes(5);

    /// <summary>How long after its end an hour is rolled up at the soonest. What is between the two is for clocks that differ, and for slow writes.</summary>
    public static readonly TimeSpan RolledUpAfter = TimeSpan.FromMinutes(15);

    /// <summary>Readings before this time, Unix milliseconds, are late.</summary>
    public static long LateBefore(DateTimeOffset now) =>
        InfluxHours.FloorTo((now - MarkedAfter).ToUnixTimeMilliseconds() - 1, InfluxHours.Length);

    /// <summary>Whether a reading is late.</summary>
    public static bool IsLate(Reading reading, long lateBefore) => reading.Time.ToUnixTimeMilliseconds() < lateBefore;

    /// <summary>Appends a mark for each plant's hour that late readings are of.</summary>
    /// <returns>How many.</returns>
    public static int Append(PooledBuffer buffer, IEnumerable<Reading> readings, long lateBefore, DateTimeOffset now)
    {
        var marked = new HashSet<PlantHour>();
        foreach (var reading in readings.Where(reading => IsLate(reading, lateBefore)))
        {
            var start = InfluxHours.FloorTo(reading.Time.ToUnixTimeMilliseconds(), InfluxHours.Length);
            var hour = new PlantHour(reading.Plant.UserId, reading.Plant.Id, start);
            if (marked.Add(hour))
            {
                RollUpLines.AppendLate(buffer, hour, now.ToUnixTimeMilliseconds());
            }
        }

        return marked.Count;
    }
}
