using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding;

/// <summary>What a message turned out to be.</summary>
/// <param name="Readings">What can be stored.</param>
/// <param name="Rejections">What cannot, and why.</param>
internal readonly record struct DecodedMessage(IReadOnlyList<Reading> Readings, IReadOnlyList<Rejection> Rejections)
{
    public static DecodedMessage Rejected(RejectionReason reason, string detail) => new([], [new Rejection(reason, detail)]);
}
