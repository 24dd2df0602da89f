using System.ComponentModel.DataAnnotations;

namespace PlantCare.Api;

/// <summary>The section <c>Api</c>.</summary>
public sealed class ApiSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Api";

    /// <summary>Where Api listens, unless the host says otherwise.</summary>
    [Required]
    public string Urls { get; set; } = "http://*:5004";

    /// <summary>The largest request body, bytes.</summary>
    [Range(1_024, 64 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 256 * 1024;

    /// <summary>How often a silent live feed says that it is alive.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a live feed looks whether its watcher may still see what it shows: a share that is taken back ends so soon.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan LiveCheck { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long <c>POST /data</c> waits for the store before it asks the device to come again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan IntakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The web sites whose scripts may call Api with a token of theirs, separated by semicolons: <c>https://garden.example;http://localhost:3000</c>.
    /// None unless named.
    /// </summary>
    public string? CorsOrigins { get; set; }
}
