using System.ComponentModel.DataAnnotations;

namespace PlantCare.Api.Broker;

/// <summary>The section <c>DeviceAccounts</c>: how Api keeps the devices' accounts at a broker of its own.</summary>
public sealed class DeviceAccountSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "DeviceAccounts";

    /// <summary>Whether Api keeps accounts at all: not where the broker asks elsewhere, or has no dynamic-security plugin.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How often all accounts are compared with the database, besides at every connection.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a request that changes a device waits for the broker. The account is kept all the same, only later.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long the broker may take for a batch of commands; it stores all its accounts anew at each of them.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long the broker first keeps each of a device's two secrets, while the device is away and either is good; each pair of turns lasts twice
    /// as long as the one before.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan FirstTurn { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long connecting may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an unanswered connection is believed in.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause between two attempts.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(5);
}
