using System.Diagnostics;
using PlantCare.Domain.Readings;
using PlantCare.Ingest.Decoding;

namespace PlantCare.Ingest.Pipeline;

/// <summary>
/// A message on its way to the store, and the promise made to whoever brought it. Whoever waits goes on where it is completed, which is
/// never the loop that commits.
/// </summary>
internal sealed class Submission(IncomingMessage message, Guid? userId, DecodedMessage decoded) : TaskCompletionSource<IntakeResult>
{
    private List<Rejection>? _refused;

    public IncomingMessage Message { get; } = message;

    /// <summary>The message's span; null where its sender is not traced.</summary>
    public Activity? Trace { get; init; }

    public IReadOnlyList<Reading> Readings { get; } = decoded.Readings;

    /// <summary>How much of a batch it takes up: its readings, or one for a message that only says why it has none.</summary>
    public int Weight => Math.Max(1, Readings.Count);

    /// <summary>What the decoder rejected and what the store refused.</summary>
    public IReadOnlyList<Rejection> Rejections => _refused is null ? decoded.Rejections : [.. decoded.Rejections, .. _refused];

    /// <summary>The store will never take one of the readings.</summary>
    public void Refuse(string detail) => (_refused ??= []).Add(new Rejection(RejectionReason.StoreRefused, detail));

    /// <summary>The store will never take any of the readings.</summary>
    public void RefuseAll(string detail)
    {
        for (var i = 0; i < Readings.Count; i++)
        {
            Refuse(detail);
        }
    }

    public IEnumerable<DeadLetter> DeadLetters() => Rejections.Select(rejection =>
        new DeadLetter(userId, Message.DeviceId, Message.Topic, Trim(Message.Payload), rejection, Message.ReceivedAt));

    public void Complete() =>
        SetResult(Readings.Count == 1 && Rejections.Count == 0
            ? IntakeResult.One
            : new IntakeResult(Readings.Count - (_refused?.Count ?? 0), Rejections));

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> payload) =>
        payload.Length <= ReadingDecoder.MaxPayloadBytes ? payload : payload[..ReadingDecoder.MaxPayloadBytes];
}
