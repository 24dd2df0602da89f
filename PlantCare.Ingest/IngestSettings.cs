using System.ComponentModel.DataAnnotations;

namespace PlantCare.Ingest;

/// <summary>The section <c>Ingest</c>.</summary>
public sealed class IngestSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Ingest";

    /// <summary>The most readings that one commit holds.</summary>
    [Range(1, 5_000)]
    public int MaxBatchReadings { get; set; } = 2_000;

    /// <summary>How many messages may wait for a commit; further ones wait at the door, and so does whoever sends them.</summary>
    [Range(1, 100_000)]
    public int QueueCapacity { get; set; } = 4_096;

    /// <summary>How long a commit may wait for readings that are probably on their way.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan GatherTime { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How long raw readings are kept. Older ones are refused, and deleted once they have grown old.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How far a device's clock may be ahead of ours.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxClockAhead { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long what Api hands on may wait for the store before Api is asked to come again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan IntakeTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
