using System.ComponentModel.DataAnnotations;

namespace PlantCare.Api.Live;

/// <summary>The section <c>Live</c>: how Api hears of readings as they happen from an Ingest that is a process of its own.</summary>
public sealed class LiveSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Live";

    /// <summary>How often Api says again who is watched at it. It is believed for three times as long.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AnnounceEvery { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long connecting to the broker may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an unanswered connection is believed in.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause between two attempts to connect.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an announcement is believed.</summary>
    internal TimeSpan BelievedFor => AnnounceEvery * 3;
}
