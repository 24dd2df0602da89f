namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>How one system tells about sensors. Pure: a topic and bytes in, sightings or reasons out.</summary>
internal interface IDialect
{
    /// <summary>What it is called where people see it.</summary>
    string Name { get; }

    /// <summary>Whether a topic is one of this system's. A gateway may publish there, whatever it says.</summary>
    bool Speaks(TopicLevels topic);

    /// <summary>Decodes a message of a topic that is this system's. Throws nothing, whatever the bytes.</summary>
    /// <returns>Null when the payload shows that another system uses the same topic.</returns>
    DialectMessage? Decode(TopicLevels topic, ReadOnlySpan<byte> payload);
}
