namespace PlantCare.Api.Broker;

/// <summary>The broker answers, and refuses; waiting does not mend that.</summary>
/// <param name="message">What it refuses, to follow the broker's name.</param>
internal sealed class BrokerRefusalException(string message) : Exception(message);
