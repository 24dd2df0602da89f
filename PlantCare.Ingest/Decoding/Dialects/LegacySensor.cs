using System.Text.Json;

namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>
/// The system that this one replaces, in its first three years: <c>plant/sensor</c> with everything in one object. Its <c>plant_id</c> is the old
/// system's; where neither it nor a <c>device_id</c> is there, the login alone says whose it is.
/// </summary>
internal sealed class LegacySensor : IDialect
{
    public string Name => "legacy-2";

    public bool Speaks(TopicLevels topic) => topic.Count == 2 && topic[0] == "plant" && topic[1] is "sensor" or "command" or "commands";

    public DialectMessage? Decode(TopicLevels topic, ReadOnlySpan<byte> payload)
    {
        if (topic[1] != "sensor")
        {
            return DialectMessage.Quiet(Name);
        }

        var (plant, device) = ("", "");
        var rejection = PayloadObject.Read(payload, (ref Utf8JsonReader reader) =>
        {
            var (isPlant, isDevice) = (reader.ValueTextEquals("plant_id"u8), reader.ValueTextEquals("device_id"u8));
            reader.Read();
            var text = (isPlant || isDevice) && reader.TokenType == JsonTokenType.String ? reader.GetString()!.Trim() : "";
            (plant, device) = (isPlant ? text : plant, isDevice ? text : device);
            reader.Skip();
        });
        var draft = new SightingDraft(plant.Length > 0 ? plant : device) { AllowsCounts = true, AssumesUtc = true };
        draft.Reject(rejection ?? PayloadObject.Read(payload, draft.ReadMember));
        return DialectMessage.Of(Name, draft.ToSighting());
    }
}
