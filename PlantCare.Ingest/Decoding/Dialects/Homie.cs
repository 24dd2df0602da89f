namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>
/// The Homie convention, as miflora-mqtt-daemon follows it: <c>homie/{device}/{node}/{property}</c> with a bare value, such as
/// <c>homie/miflora-mqtt-daemon/Petunia/moisture</c>. What begins with <c>$</c> describes.
/// </summary>
internal sealed class Homie : IDialect
{
    // A node of this name says nothing that its device does not.
    private const string PlainNode = "sensor";

    public string Name => "homie";

    public bool Speaks(TopicLevels topic) => topic[0] == "homie" && topic.Count >= 3;

    public DialectMessage? Decode(TopicLevels topic, ReadOnlySpan<byte> payload)
    {
        var isValue = topic.Count == 4 && !topic.Any(level => level is ['$', ..]);
        if (!isValue || !(BareValue.TryReadNumber(payload, out var number) || MemberNames.IsMetric(topic[3])))
        {
            return DialectMessage.Quiet(Name);
        }

        var (sensor, alias) = topic[2] == PlainNode ? (topic[1], null) : (topic.Join(1..3), topic[2]);
        return DialectMessage.Of(Name, BareReading.Read(new SightingDraft(sensor) { Alias = alias, AllowsCounts = true }, topic[3], payload));
    }
}
