namespace PlantCare.Api.Administration.Status;

/// <summary>Tells how many clients are connected to the broker; added by whoever knows one.</summary>
public interface IBrokerConnections
{
    /// <summary><c>embedded</c> or <c>mosquitto</c>.</summary>
    string Kind { get; }

    /// <summary>Counts them.</summary>
    /// <exception cref="IOException">The broker does not say; the message tells why.</exception>
    Task<int> CountAsync(CancellationToken cancellationToken);
}
