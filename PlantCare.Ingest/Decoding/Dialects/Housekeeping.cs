namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>
/// What such systems say that is about no sensor: how Home Assistant is to show them, and commands, by which they tell each other what to do.
/// </summary>
internal sealed class Housekeeping : IDialect
{
    public string Name => "housekeeping";

    public bool Speaks(TopicLevels topic) => topic.Count >= 2 && (topic[0] == "homeassistant" || topic[^1] is "set" or "get");

    public DialectMessage? Decode(TopicLevels topic, ReadOnlySpan<byte> payload) => DialectMessage.Quiet(Name);
}
