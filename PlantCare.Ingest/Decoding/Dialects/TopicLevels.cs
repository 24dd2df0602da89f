namespace PlantCare.Ingest.Decoding.Dialects;

/// <summary>A topic by its levels, without the gateway's own prefix.</summary>
/// <param name="topic">The topic.</param>
internal readonly struct TopicLevels(string topic)
{
    private readonly string[] _levels = topic.Split('/');

    /// <summary>How many there are.</summary>
    public int Count => _levels.Length;

    /// <summary>One of them; empty where there is none.</summary>
    public string this[Index index] => index.GetOffset(Count) is var place && place >= 0 && place < Count ? _levels[place] : "";

    /// <summary>Some of them as a topic.</summary>
    public string Join(Range range) => string.Join('/', _levels[range]);

    /// <summary>The place of a level; negative when it is not there.</summary>
    public int IndexOf(string level) => Array.IndexOf(_levels, level);

    /// <summary>Whether any level fulfils a condition.</summary>
    public bool Any(Predicate<string> condition) => Array.Exists(_levels, condition);
}
