namespace PlantCare.Simulator;

/// <summary>Where a broker is.</summary>
/// <param name="Host">Its host.</param>
/// <param name="Port">Its port.</param>
/// <param name="UseTls">Whether to speak TLS.</param>
public sealed record BrokerAddress(string Host, int Port, bool UseTls = false);
