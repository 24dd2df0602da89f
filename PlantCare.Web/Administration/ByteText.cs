using PlantCare.Web.Readings;

namespace PlantCare.Web.Administration;

/// <summary>Sizes as people read them.</summary>
internal static class ByteText
{
    private const double Step = 1_000;
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>Such as <c>12.3 MB</c>; in thousands, as disks are sold.</summary>
    public static string Of(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        while (size >= Step && unit < Units.Length - 1)
        {
            (size, unit) = (size / Step, unit + 1);
        }

        return MetricText.Number(size, unit == 0 || size >= 100 ? 0 : 1) + MetricText.After(Units[unit]);
    }
}
