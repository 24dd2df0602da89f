namespace PlantCare.Domain.Devices;

/// <summary>The types of devices that mean something; any other word is its owner's.</summary>
public static class DeviceType
{
    /// <summary>Speaks for sensors that other systems gather, such as Zigbee2MQTT.</summary>
    public const string Gateway = "gateway";

    /// <summary>Whether a device of that type is a gateway.</summary>
    public static bool IsGateway(string? type) => string.Equals(type, Gateway, StringComparison.OrdinalIgnoreCase);
}
