namespace PlantCare.Domain.Care;

/// <summary>The way of commands to devices: the broker that devices are connected to.</summary>
public interface ICommandChannel
{
    /// <summary>Hands a command to the broker.</summary>
    /// <param name="deviceId">The device's name on the wire.</param>
    /// <param name="command">The command as it goes over the wire.</param>
    /// <param name="expiresAt">From then on the device must not get it any more, UTC.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// True when the broker has it for the device, or may have it: then it must not be sent again. False when the device has never listened for
    /// commands, or not lately.
    /// </returns>
    /// <exception cref="IOException">The broker is not there, or refuses: it surely has not got it.</exception>
    Task<bool> TrySendAsync(string deviceId, ReadOnlyMemory<byte> command, DateTimeOffset expiresAt, CancellationToken cancellationToken);
}
