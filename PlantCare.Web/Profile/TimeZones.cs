namespace PlantCare.Web.Profile;

/// <summary>The time zones to choose from, by their IANA names.</summary>
internal static class TimeZones
{
    private static readonly IReadOnlyList<string> Known =
    [
        .. TimeZoneInfo.GetSystemTimeZones()
            .Where(zone => zone.HasIanaId && (zone.Id == "UTC" || zone.Id.Contains('/', StringComparison.Ordinal)))
            .Select(zone => zone.Id)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>All of them, and <paramref name="chosen"/> though it be an old name that is no longer listed.</summary>
    public static IEnumerable<string> Including(string chosen) =>
        chosen.Length == 0 || Known.Contains(chosen, StringComparer.Ordinal) ? Known : Known.Prepend(chosen);
}
