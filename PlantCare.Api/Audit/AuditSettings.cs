using System.ComponentModel.DataAnnotations;

namespace PlantCare.Api.Audit;

/// <summary>The section <c>Audit</c>.</summary>
public sealed class AuditSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Audit";

    /// <summary>How long entries are kept. A year and a month, so that one can compare with a year ago.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(400);
}
