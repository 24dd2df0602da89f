namespace PlantCare.Web.Devices;

/// <summary>Where a device's pages are.</summary>
internal static class DeviceAddress
{
    /// <summary>All devices.</summary>
    public const string All = "/devices";

    /// <summary>A new one.</summary>
    public const string New = "/devices/new";

    /// <summary>Makes one from a factory one's own.</summary>
    public const string Claim = "/devices/claim";

    /// <summary>One device's page.</summary>
    public static string Of(string deviceId) => "/devices/" + Uri.EscapeDataString(deviceId);

    /// <summary>What a gateway speaks for.</summary>
    public static string Sensors(string deviceId) => Of(deviceId) + "/sensors";
}
