using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Charts;

/// <summary>The charts' words.</summary>
internal static class ChartWords
{
    private static readonly WordBook Book = new(typeof(ChartWords));

    public static string Ranges => Book.Get();

    public static string Metrics => Book.Get();

    public static string Reading => Book.Get();

    public static string Nothing => Book.Get();

    public static string NothingHint => Book.Get();

    public static string Table => Book.Get();

    public static string Time => Book.Get();

    public static string Mean => Book.Get();

    public static string Least => Book.Get();

    public static string Greatest => Book.Get();

    public static string ZoomIn => Book.Get();

    public static string ZoomOut => Book.Get();

    public static string ZoomReset => Book.Get();

    public static string Spread => Book.Get();

    public static string ZoomTools => Book.Get();

    public static string RawHint => Book.Get();

    /// <summary>The range itself, such as <c>7 days</c>.</summary>
    public static string Of(ChartRange range) => Book.Get($"Of.{range.Key}");

    /// <summary>A metric over a range, such as <c>Temperature, last 7 days</c>.</summary>
    public static string Label(string metric, ChartRange range) => Book.Format([metric], $"Label.{range.Key}");

    public static string Between(string low, string high, string mean) =>
        low == high ? Book.Format([low], "Between.steady") : Book.Format([low, high, mean]);

    public static string Below(string limit, string span) => Book.Format([limit, span]);

    public static string Above(string limit, string span) => Book.Format([limit, span]);

    public static string WithinLimits => Book.Get();

    public static string Silent(int times, string longest) => Book.Count(times, longest);
}
