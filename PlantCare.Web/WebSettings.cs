using System.ComponentModel.DataAnnotations;

namespace PlantCare.Web;

/// <summary>The settings section <c>Web</c>.</summary>
internal sealed class WebSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Web";

    /// <summary>Where the dashboard listens, separated by semicolons; port 0 means any free one.</summary>
    [Required]
    public string Urls { get; set; } = "http://*:8080";

    /// <summary>The folder for sessions and the keys that protect them; null means the account's own data folder.</summary>
    public string? DataPath { get; set; }

    /// <summary>How long a browser that stays away remains signed in. Api's refresh tokens live for 14 days.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "365.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How many sessions are kept; the one that was used longest ago makes room for a new one.</summary>
    [Range(1, 1_000_000)]
    public int MaxSessions { get; set; } = 10_000;

    /// <summary>The folder that <see cref="DataPath"/> means.</summary>
    public string DataFolder => DataPath is { Length: > 0 } configured
        ? Path.GetFullPath(configured)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "plantcare");
}
