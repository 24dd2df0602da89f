using System.Text.Json;
using PlantCare.Domain.Readings;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>
/// The system that this one replaces, in its last year: <c>smartplant/{plant_id}/telemetry</c> with
/// <c>{"plant_id":"1","sensor":"temperature","value":24.1,"ts":"…Z"}</c>, a metric a message.
/// </summary>
internal sealed class LegacyTelemetry : IDialect
{
    public string Name => "legacy-4";

    public bool Speaks(TopicLevels topic) => topic[0] == "smartplant" && topic.Count >= 3 && topic[2] is "telemetry" or "actuators";

    public DialectMessage? Decode(TopicLevels topic, ReadOnlySpan<byte> payload)
    {
        if (topic[2] != "telemetry")
        {
            return DialectMessage.Quiet(Name);
        }

        // The name may stand behind the value: the first pass finds it.
        string? metric = null;
        var rejection = PayloadObject.Read(payload, (ref Utf8JsonReader reader) =>
        {
            var isName = reader.ValueTextEquals("sensor"u8);
            reader.Read();
            metric = isName && reader.TokenType == JsonTokenType.String ? reader.GetString() : metric;
            reader.Skip();
        });
        var draft = new SightingDraft(topic[1]) { AllowsCounts = true, AssumesUtc = true };
        draft.Reject(rejection ?? (metric is null ? new Rejection(RejectionReason.NoMetric, "no member 'sensor' says which metric it is") : null));
        if (rejection is null && metric is { } name)
        {
            PayloadObject.Read(payload, (ref Utf8JsonReader reader) =>
            {
                if (reader.ValueTextEquals("value"u8))
                {
                    reader.Read();
                    draft.ReadValue(name, ref reader);
                }
                else if (reader.ValueTextEquals("ts"u8))
                {
                    draft.ReadMember(ref reader);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            });
        }

        return DialectMessage.Of(Name, draft.ToSighting());
    }
}
