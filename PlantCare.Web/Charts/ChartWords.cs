using System.Globalization;

namespace PlantCare.Web.Charts;

/// <summary>The charts' words.</summary>
internal static class ChartWords
{
    public static string Ranges => "How far back";

    public static string Metrics => "What to show";

    public static string Reading => "Reading what was measured…";

    public static string Nothing => "Nothing was measured in this time.";

    public static string NothingHint => "Try a longer one, or wait: readings appear here as they arrive.";

    public static string Table => "Show as a table";

    public static string Time => "Time";

    public static string Mean => "Mean";

    public static string Least => "Lowest";

    public static string Greatest => "Highest";

    public static string ZoomIn => "Zoom in";

    public static string ZoomOut => "Zoom out";

    public static string ZoomReset => "Show all";

    public static string Limits => "what it likes";

    public static string Spread => "lowest to highest";

    public static string ZoomTools => "Zoom";

    public static string ZoomHint => "Drag across the chart to look closer.";

    public static string RawHint => "These are the probe's raw counts. Calibrate the device to see %.";

    public static string Of(ChartRange range) => range.Key switch
    {
        "24h" => "24 hours",
        "7d" => "7 days",
        _ => "30 days",
    };

    public static string Last(ChartRange range) => $"last {Of(range)}";

    public static string Label(string metric, ChartRange range) => $"{metric}, {Last(range)}";

    public static string Between(string low, string high, string mean) => low == high ? $"Steady at {low}." : $"Between {low} and {high}, {mean} on average.";

    public static string Below(string limit, string span) => $"Below {limit} for about {span}.";

    public static string Above(string limit, string span) => $"Above {limit} for about {span}.";

    public static string WithinLimits => "Always within its limits.";

    public static string Silent(int times, string longest) => times == 1
        ? $"Silent once, for {longest}."
        : $"Silent {times.ToString(CultureInfo.InvariantCulture)} times, the longest for {longest}.";
}
