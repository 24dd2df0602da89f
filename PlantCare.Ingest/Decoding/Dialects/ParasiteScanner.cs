namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>rbaron's parasite-scanner for b-parasites: <c>parasite-scanner/sensor/office_parasite_soil_moisture/state</c> with a bare number.</summary>
internal sealed class ParasiteScanner : IDialect
{
    public string Name => "parasite-scanner";

    public bool Speaks(TopicLevels topic) => topic.Count == 4 && topic[0] == Name && topic[1] == "sensor" && topic[3] == "state";

    public DialectMessage? Decode(TopicLevels topic, ReadOnlySpan<byte> payload)
    {
        var (owner, metric) = MemberNames.Split(topic[2]);
        return owner.Length == 0
            ? DialectMessage.Quiet(Name)
            : DialectMessage.Of(Name, BareReading.Read(new SightingDraft(owner), metric, payload));
    }
}
