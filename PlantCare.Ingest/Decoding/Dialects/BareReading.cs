using System.Text;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>A message that is one number, of which the topic says what it is.</summary>
internal static class BareReading
{
    private const int MaxShown = 20;

    /// <summary>Reads it into a draft.</summary>
    public static Sighting Read(SightingDraft draft, string metric, ReadOnlySpan<byte> payload)
    {
        if (BareValue.TryReadNumber(payload, out var number))
        {
            draft.Add(metric, number);
        }
        else
        {
            draft.Reject(new Rejection(
                RejectionReason.BadValue, $"{metric} must be a number, and is '{Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, MaxShown)])}'"));
        }

        return draft.ToSighting();
    }
}
