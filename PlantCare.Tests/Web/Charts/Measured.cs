using PlantCare.Web.Charts;

namespace PlantCare.Tests.Web.Charts;

/// <summary>Histories to draw.</summary>
internal static class Measured
{
    public static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A value so many minutes ago, as often as there are pairs, in windows of five minutes.</summary>
    public static History Of(params (int MinutesAgo, double Value)[] values)
    {
        var history = new History(ChartRange.Day.Reach, TimeSpan.FromMinutes(5));
        foreach (var (ago, value) in values)
        {
            history.Add(Now.AddMinutes(-ago), value);
        }

        return history;
    }

    /// <summary>Two hours of a value every five minutes, an hour of silence, and another two hours.</summary>
    public static History WithSilence(double value = 45) =>
        Of([.. Enumerable.Range(0, 61).Select(i => i * 5).Where(ago => ago is <= 120 or >= 180).Select(ago => (ago, value))]);
}
