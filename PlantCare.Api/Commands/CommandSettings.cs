using System.ComponentModel.DataAnnotations;

namespace PlantCare.Api.Commands;

/// <summary>The section <c>Commands</c>: what devices may be told, and for how long it holds.</summary>
internal sealed class CommandSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Commands";

    /// <summary>The longest single watering.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestWatering { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a device may water within an hour, all commands together.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MostWateringAnHour { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a device has to hear a command; one that comes back later must not water out of the blue.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a request waits for the broker; a command that takes longer is sent all the same.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How often a command is tried again that the broker, or a device that is listening, was not there for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RetryEvery { get; set; } = TimeSpan.FromSeconds(2);
}
