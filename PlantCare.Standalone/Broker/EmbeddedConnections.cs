using PlantCare.Api.Administration.Status;

namespace PlantCare.Standalone.Broker;

/// <summary>Tells administrators how many devices are connected.</summary>
internal sealed class EmbeddedConnections(EmbeddedBroker broker) : IBrokerConnections
{
    public string Kind => "embedded";

    public Task<int> CountAsync(CancellationToken cancellationToken) => broker.CountConnectionsAsync();
}
