using System.Text.Json;
using System.Text.Json.Serialization;
using PlantCare.Contracts.Alerts;
using PlantCare.Contracts.Data;
using PlantCare.Contracts.Json;
using PlantCare.Domain.Live;

namespace PlantCare.Contracts.Live;

/// <summary>
/// Events of one user as they go from Ingest to Api: a JSON array with a member that says what each is, <c>[{"reading":{…}},{"alert":{…}},{"access":true},{"missed":3}]</c>.
/// </summary>
public static class LiveEvents
{
    /// <summary>A message is closed when it has so many bytes; only a single event may be longer.</summary>
    private const int FullAt = 48 * 1024;

    /// <summary>The payloads that carry these events, in their order.</summary>
    public static IEnumerable<byte[]> ToPayloads(IEnumerable<LiveEvent> events)
    {
        var payload = new MemoryStream();
        foreach (var liveEvent in events)
        {
            payload.WriteByte((byte)(payload.Length == 0 ? '[' : ','));
            JsonSerializer.Serialize(payload, Envelope.Of(liveEvent), PlantCareJson.Options);
            if (payload.Length >= FullAt)
            {
                yield return Close(payload);
                payload = new MemoryStream();
            }
        }

        if (payload.Length > 0)
        {
            yield return Close(payload);
        }
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="userId">Whose events they are; others' are left out.</param>
    /// <param name="payload">The message's payload.</param>
    /// <returns>The events; what cannot be read is an <see cref="EventsMissed"/>.</returns>
    public static IReadOnlyList<LiveEvent> Parse(Guid userId, ReadOnlySpan<byte> payload)
    {
        try
        {
            var events = JsonSerializer.Deserialize<List<Envelope>>(payload, PlantCareJson.Options) ?? [];
            return [.. events.Select(envelope => envelope.ToEvent(userId)).Where(liveEvent => liveEvent.UserId == userId)];
        }
        catch (JsonException)
        {
            return [new EventsMissed(userId, 1)];
        }
    }

    private static byte[] Close(MemoryStream payload)
    {
        payload.WriteByte((byte)']');
        return payload.ToArray();
    }

    // Another kind of event is another member; an Api that does not know it yet says that something was missed.
    private sealed record Envelope(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LatestRow? Reading = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AlertResponse? Alert = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Access = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Missed = null)
    {
        public static Envelope Of(LiveEvent liveEvent) => liveEvent switch
        {
            ReadingStored stored => new Envelope(LatestRow.Of(stored.Reading)),
            AlertChanged alert => new Envelope(Alert: AlertResponse.Of(alert)),
            AccessChanged => new Envelope(Access: true),
            EventsMissed missed => new Envelope(Missed: missed.Count),
            _ => throw new NotSupportedException($"{liveEvent.GetType().Name} has no form on the wire yet."),
        };

        public LiveEvent ToEvent(Guid userId) => this switch
        {
            { Reading: { } reading } => new ReadingStored(reading.ToReading()),
            { Alert: { } alert } => alert.ToChange(userId),
            { Access: true } => new AccessChanged(userId),
            _ => new EventsMissed(userId, Missed ?? 1),
        };
    }
}
