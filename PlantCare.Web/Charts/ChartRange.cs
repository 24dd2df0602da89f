namespace PlantCare.Web.Charts;

/// <summary>How far back a chart reaches.</summary>
/// <param name="Key">How it stands in an address.</param>
/// <param name="Reach">The span.</param>
/// <param name="TableStep">The width of a row when the same is told as a table.</param>
public sealed record ChartRange(string Key, TimeSpan Reach, TimeSpan TableStep)
{
    /// <summary>A day.</summary>
    public static readonly ChartRange Day = new("24h", TimeSpan.FromHours(24), TimeSpan.FromHours(1));

    /// <summary>A week.</summary>
    public static readonly ChartRange Week = new("7d", TimeSpan.FromDays(7), TimeSpan.FromHours(6));

    /// <summary>A month.</summary>
    public static readonly ChartRange Month = new("30d", TimeSpan.FromDays(30), TimeSpan.FromDays(1));

    /// <summary>All of them, the shortest first.</summary>
    public static IReadOnlyList<ChartRange> All { get; } = [Day, Week, Month];

    /// <summary>The range that an address names; a day when it names none.</summary>
    public static ChartRange Find(string? key) => All.FirstOrDefault(range => range.Key == key) ?? Day;
}
