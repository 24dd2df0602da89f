using System.ComponentModel.DataAnnotations;

namespace PlantCare.Standalone.Broker;

/// <summary>The section <c>Mqtt</c> of the home edition: its own broker.</summary>
public sealed class MqttSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Mqtt";

    /// <summary>Where devices connect; 0 for any free port, which the banner then names.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 1883;

    /// <summary>Where devices connect with TLS when there is a certificate (section <c>Tls</c>); 0 for any free port.</summary>
    [Range(0, 65_535)]
    public int TlsPort { get; set; } = 8883;

    /// <summary>
    /// Whether <see cref="Port"/>, which is not encrypted, is open to other machines even though there is a certificate: for devices that
    /// cannot do TLS. Otherwise it is for this machine's own loopback.
    /// </summary>
    public bool AllowPlain { get; set; }

    /// <summary>The address to listen on; <c>*</c> for all of them.</summary>
    [Required]
    public string Bind { get; set; } = "*";

    /// <summary>The host name that devices are told; when empty, the one under which their owner reached the server.</summary>
    public string? PublicHost { get; set; }

    /// <summary>The port that devices are told, where a router forwards another one; when empty, the one that is listened on.</summary>
    [Range(1, 65_535)]
    public int? PublicPort { get; set; }

    /// <summary>
    /// The address for MQTT over WebSocket that devices are told, such as <c>wss://plants.example:5004/mqtt</c>; when empty they are told none,
    /// and it is there all the same.
    /// </summary>
    public string? PublicWebSocket { get; set; }

    /// <summary>How many devices may be connected at once.</summary>
    [Range(1, 100_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Connections at once from one address, or one /64 network of IPv6: a greenhouse behind one router, and room for others.</summary>
    [Range(1, 100_000)]
    public int MaxConnectionsPerAddress { get; set; } = 2_500;

    /// <summary>
    /// The largest packet that is read, bytes. A reading may have 64 KiB; a little more is read so that a device that sends more is told why
    /// it was refused, and the message is kept, instead of the connection just closing.
    /// </summary>
    [Range(1_024, 16 * 1024 * 1024)]
    public int MaxPacketBytes { get; set; } = 256 * 1024;

    /// <summary>How many messages a device may send in a second, lastingly. A faster one is not refused but slowed down.</summary>
    [Range(1, 1_000_000)]
    public int MaxMessagesPerSecond { get; set; } = 1_000;

    /// <summary>How many commands wait for a device that is away.</summary>
    [Range(1, 10_000)]
    public int MaxQueuedCommands { get; set; } = 100;

    /// <summary>How long a connection may take to sign in.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan SignInTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
