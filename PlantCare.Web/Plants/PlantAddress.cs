using PlantCare.Web.Charts;

namespace PlantCare.Web.Plants;

/// <summary>Where a plant's pages are.</summary>
internal static class PlantAddress
{
    /// <summary>Its page, with what its chart shows.</summary>
    public static string Of(Guid plant, string metric, ChartRange range) => $"/plants/{plant}?metric={Uri.EscapeDataString(metric)}&range={range.Key}";

    /// <summary>Its page.</summary>
    public static string Of(Guid plant) => $"/plants/{plant}";

    /// <summary>Where it is edited.</summary>
    public static string Edit(Guid plant) => $"/plants/{plant}/edit";

    /// <summary>Where it is shared with others.</summary>
    public static string Share(Guid plant) => $"/plants/{plant}/share";

    /// <summary>Where it is watered, on its page.</summary>
    public static string Water(Guid plant) => Of(plant) + "#water";

    /// <summary>Where one is added that stands in a place.</summary>
    public static string NewIn(Guid place) => $"/plants/new?place={place}";

    /// <summary>Where a device for it is added.</summary>
    public static string AddDevice(Guid plant) => $"/devices/new?plant={plant}";
}
