using System.Collections.Frozen;

namespace PlantCare.Web.Components;

/// <summary>Our own signs, as stroked paths on a 24 × 24 grid.</summary>
internal static class Glyphs
{
    private static readonly FrozenDictionary<string, string> Paths = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["leaf"] = "M20 4C11 3.500 5 7 5 13.500c0 2.200.800 3.800 2 5C15 20 21 14 20 4ZM4 21c2-5 5.500-8.500 10.500-10.500",
        ["drop"] = "M12 3.500c3.500 4.200 6 7.300 6 10.600a6 6 0 0 1-12 0c0-3.300 2.500-6.400 6-10.600Z",
        ["drop-off"] = "M9.300 7C7.300 9.600 6 11.800 6 14.100a6 6 0 0 0 10.400 4.100M14 6c2.400 3 4 5.400 4 8.100M4 4l16 16",
        ["thermometer"] = "M10 14.300V5.500a2 2 0 1 1 4 0v8.800a4 4 0 1 1-4 0ZM12 9v8",
        ["cloud"] = "M7 15a4 4 0 0 1 .500-8A5 5 0 0 1 17 8.500 3.300 3.300 0 0 1 17.500 15ZM8.500 18.500v1.500M12 18v3M15.500 18.500v1.500",
        ["sun"] = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 3v1.500M12 19.500V21M3 12h1.500M19.500 12H21M5.600 5.600l1.100 1.100M17.300 17.300l1.100 1.100M18.400 5.600l-1.100 1.100M6.700 17.300l-1.100 1.100",
        ["moon"] = "M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10Z",
        ["half"] = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 4v16M12 8.500h3.700M12 12h8M12 15.500h3.700",
        ["flask"] = "M9.500 3.500h5M10.500 3.500v6L5.500 18a1.700 1.700 0 0 0 1.500 2.500h10a1.700 1.700 0 0 0 1.500-2.500l-5-8.500v-6M8 15h8",
        ["gauge"] = "M5 18a8.500 8.500 0 1 1 14 0M12 13.500l3.500-4.500M12 12.500a1 1 0 1 0 0 2 1 1 0 0 0 0-2Z",
        ["wind"] = "M4 9h9.500a2.500 2.500 0 1 0-2.500-2.500M4 13h13a2.500 2.500 0 1 1-2.500 2.500M4 17h6",
        ["battery"] = "M4 8.500h13v7H4ZM17 10.500h2.500v3H17M6.500 11v2M9.500 11v2",
        ["signal"] = "M5 18.500v-2M9.500 18.500v-5M14 18.500V10M18.500 18.500V6",
        ["lamp"] = "M9 17.500h6M10 20.500h4M12 3.500a6 6 0 0 0-3.500 10.900c.500.400.500 1 .500 3.100h6c0-2.100 0-2.700.500-3.100A6 6 0 0 0 12 3.500Z",
        ["chip"] = "M7 7h10v10H7ZM10 10h4v4h-4ZM9.500 4v3M14.500 4v3M9.500 17v3M14.500 17v3M4 9.500h3M4 14.500h3M17 9.500h3M17 14.500h3",
        ["plus"] = "M12 5v14M5 12h14",
        ["person"] = "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.500 20c1-3.600 4-5.500 7.500-5.500s6.500 1.900 7.500 5.500",
        ["leave"] = "M14 4.500H6v15h8M10.500 12H20M16.500 8.500 20 12l-3.500 3.500",
        ["key"] = "M8 11.500a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM11 12.500l8.500-8.500M16 7.500l2.500 2.500",
        ["check"] = "M5 12.500l4.500 4.500L19 7.500",
        ["cross"] = "M6 6l12 12M18 6 6 18",
        ["alert"] = "M12 4.500 3.500 19.500h17ZM12 10v4.500M12 17v.100",
        ["up"] = "M12 19V6M6.500 11 12 5.500 17.500 11",
        ["down"] = "M12 5v13M6.500 13l5.500 5.500 5.500-5.500",
        ["clock"] = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4.300l3 1.700",
        ["copy"] = "M9 9h10v11H9ZM15 9V4H5v11h4",
        ["bin"] = "M5 7h14M9.500 7V4.500h5V7M7 7l.800 13h8.400L17 7M10.500 10.500v6M13.500 10.500v6",
        ["pencil"] = "M5 19l.800-4L16 4.800l3.200 3.200L9 18.200ZM13.500 7.300l3.200 3.200",
        ["search"] = "M10.500 5a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11ZM14.500 14.500 19.500 19.500",
        ["pin"] = "M12 21c4-4.500 6.500-7.700 6.500-11a6.500 6.500 0 0 0-13 0c0 3.300 2.500 6.500 6.500 11ZM12 7.800a2.200 2.200 0 1 0 0 4.400 2.200 2.200 0 0 0 0-4.400Z",
        ["back"] = "M10.500 6 4.500 12l6 6M4.500 12h15",
        ["next"] = "M9 5.500l6.500 6.500L9 18.500",
        ["chart"] = "M4 4v16h16M7 15l3.500-4 3 2.500L19 7.500",
        ["send"] = "M20.500 4 3.500 11l6 2.500M20.500 4l-4 15.500-7-6M20.500 4l-11 9.500v5.500l3.200-3",
        ["dots"] = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM8.500 12v.100M12 12v.100M15.500 12v.100",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The path of the sign of that name; three dots for one that is not there.</summary>
    public static string PathOf(string name) => Paths.GetValueOrDefault(name) ?? Paths["dots"];

    /// <summary>The sign for a metric.</summary>
    public static string ForMetric(string metric) => metric switch
    {
        "soil_moisture" or "water_level" => "drop",
        "temperature" or "soil_temperature" => "thermometer",
        "humidity" => "cloud",
        "light" or "ppfd" => "sun",
        "lighting" => "lamp",
        "soil_ec" or "ph" => "flask",
        "co2" => "wind",
        "battery" or "battery_voltage" => "battery",
        "rssi" => "signal",
        "watering" => "drop",
        _ => "gauge",
    };
}
