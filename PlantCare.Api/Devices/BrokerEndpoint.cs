using PlantCare.ServiceDefaults.StartUp;

namespace PlantCare.Api.Devices;

/// <summary>Where devices find the broker, as they are told when they are added.</summary>
/// <param name="Host">The broker's host; null for the host under which the caller reached Api.</param>
/// <param name="Port">Its port.</param>
/// <param name="Tls">Whether that port speaks TLS.</param>
/// <param name="WebSocket">Its address for MQTT over WebSocket; null where none is told.</param>
public sealed record BrokerEndpoint(string? Host, int Port, bool Tls, string? WebSocket = null)
{
    /// <summary>The setting <c>Mqtt__PublicWebSocket</c>; null for nothing.</summary>
    /// <exception cref="StartUpException">It is no address of a WebSocket.</exception>
    public static string? ReadWebSocket(string? text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => null,
        _ when Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeWs || address.Scheme == Uri.UriSchemeWss)
            && address is { UserInfo: "", Fragment: "" } => text.Trim(),
        _ => throw StartUpException.Configuration($"Mqtt__PublicWebSocket is '{text}' but must be like wss://plants.example:8884 or ws://192.168.1.20:5004/mqtt."),
    };
}
