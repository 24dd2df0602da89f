namespace PlantCare.Storage.Readings.Influx;

/// <summary>Whole steps of time in Unix milliseconds, before the epoch as well as after it.</summary>
internal static class InfluxHours
{
    /// <summary>An hour.</summary>
    public const long Length = 3_600_000;

    /// <summary>The last whole step that is not after a time.</summary>
    public static long FloorTo(long value, long step) => value - (((value % step) + step) % step);

    /// <summary>The first whole step that is not before a time.</summary>
    public static long CeilingTo(long value, long step) => FloorTo(value + step - 1, step);
}
