namespace PlantCare.Domain.Metrics;

/// <summary>The rule for a metric's name: <c>^[a-z][a-z0-9_]{0,63}$</c>, and none of the words that say what a row is about.</summary>
public static class MetricName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    // These stand beside the metrics in payloads, answers and stores.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "device_id", "plant_id", "user_id", "timestamp", "ts", "time", "times", "plant_name", "location", "count", "field", "value",
    };

    /// <summary>Whether <paramref name="name"/> can name a metric.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > MaxLength || !char.IsAsciiLetterLower(name[0]))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_')
            {
                return false;
            }
        }

        return !Reserved.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);
    }
}
