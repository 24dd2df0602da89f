namespace PlantCare.Storage.Relational.People;

/// <summary>Something that administrators set while the system runs. Stored as <c>system_settings</c>; the system's own.</summary>
public sealed class SystemSetting
{
    /// <summary>Which setting, such as <c>registration</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Its value.</summary>
    public required string Value { get; set; }

    /// <summary>When it was last set, UTC.</summary>
    public DateTimeOffset ChangedAt { get; set; }
}
