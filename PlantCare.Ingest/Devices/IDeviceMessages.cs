using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Devices;

/// <summary>Where a broker takes what its devices do.</summary>
public interface IDeviceMessages
{
    /// <summary>Handles what a device published, on any topic of its own.</summary>
    /// <returns>What became of it, once that is durable: acknowledge the message now, not before.</returns>
    /// <exception cref="OperationCanceledException">The process is stopping: do not acknowledge.</exception>
    ValueTask<IntakeResult> HandleAsync(IncomingMessage message, CancellationToken cancellationToken);

    /// <summary>The device signed in, or its connection ended.</summary>
    void SetConnected(string deviceId, bool isConnected);
}
