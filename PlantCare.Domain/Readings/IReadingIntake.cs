using System.Diagnostics;

namespace PlantCare.Domain.Readings;

/// <summary>The one door through which readings come in, whichever way they came.</summary>
public interface IReadingIntake
{
    /// <summary>
    /// Decodes, checks and stores a message. Completes when all of it is durable, in the store or among the dead letters; waits while
    /// the store is away.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up or the process is stopping: nothing is promised, send it again.</exception>
    /// <exception cref="IntakeAbsentException">The intake is another process, which cannot be reached: nothing is promised, send it again.</exception>
    ValueTask<IntakeResult> SubmitAsync(IncomingMessage message, CancellationToken cancellationToken);
}

/// <summary>A message from an authenticated device.</summary>
/// <param name="DeviceId">The device as it signed in.</param>
/// <param name="Topic">Where it was published; <c>http</c> for a POST.</param>
/// <param name="Payload">The payload. Must not change until the submission completes.</param>
/// <param name="ReceivedAt">When it arrived: the time of readings that carry none.</param>
/// <param name="IsReplay">Whether the broker had kept it and sends it because somebody subscribed: then it arrived some other time.</param>
/// <param name="Trace">The device's span, where it sent one along.</param>
public readonly record struct IncomingMessage(
    string DeviceId,
    string Topic,
    ReadOnlyMemory<byte> Payload,
    DateTimeOffset ReceivedAt,
    bool IsReplay = false,
    ActivityContext Trace = default);

/// <summary>What became of a message.</summary>
/// <param name="Stored">How many readings are durable.</param>
/// <param name="Rejections">What was refused, and why; kept among the dead letters.</param>
public sealed record IntakeResult(int Stored, IReadOnlyList<Rejection> Rejections)
{
    /// <summary>One reading, stored.</summary>
    public static IntakeResult One { get; } = new(1, []);
}
