namespace PlantCare.Storage.Relational.People;

/// <summary>
/// Something of the system's own that all its processes share: what administrators set while it runs, and whose turn some work is. Stored as
/// <c>system_settings</c>.
/// </summary>
public sealed class SystemSetting
{
    /// <summary>Which setting, such as <c>registration</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Its value.</summary>
    public required string Value { get; set; }

    /// <summary>When it was last set, UTC.</summary>
    public DateTimeOffset ChangedAt { get; set; }
}
