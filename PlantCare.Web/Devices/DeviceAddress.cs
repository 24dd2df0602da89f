namespace PlantCare.Web.Devices;

/// <summary>Where a device's pages are.</summary>
internal static class DeviceAddress
{
    /// <summary>All devices.</summary>
    public const string All = "/devices";

    /// <summary>A new one.</summary>
    public const string New = "/devices/new";

    /// <summary>One device's page.</summary>
    public static string Of(string deviceId) => "/devices/" + Uri.EscapeDataString(deviceId);
}
