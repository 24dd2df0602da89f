namespace PlantCare.Api.Devices;

/// <summary>Where devices find the broker, as they are told when they are added.</summary>
/// <param name="Host">The broker's host; null for the host under which the caller reached Api.</param>
/// <param name="Port">Its port.</param>
/// <param name="Tls">Whether that port speaks TLS.</param>
public sealed record BrokerEndpoint(string? Host, int Port, bool Tls);
