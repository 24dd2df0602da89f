using System.ComponentModel.DataAnnotations;

namespace PlantCare.Api.Devices;

/// <summary>The section <c>Mqtt</c> of an Api that has no broker in its process: where devices are told to find it.</summary>
internal sealed class BrokerSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Mqtt";

    /// <summary>The broker's host; the host under which the caller reached Api when not said.</summary>
    public string? PublicHost { get; set; }

    /// <summary>Its port.</summary>
    [Range(1, 65_535)]
    public int PublicPort { get; set; } = 1883;

    /// <summary>Whether that port speaks TLS.</summary>
    public bool PublicTls { get; set; }

    /// <summary>Its address for MQTT over WebSocket; not told to devices when empty.</summary>
    public string? PublicWebSocket { get; set; }

    public BrokerEndpoint ToEndpoint() =>
        new(string.IsNullOrWhiteSpace(PublicHost) ? null : PublicHost, PublicPort, PublicTls, BrokerEndpoint.ReadWebSocket(PublicWebSocket));
}
