using System.ComponentModel.DataAnnotations;

namespace PlantCare.Ingest.Mqtt;

/// <summary>The section <c>Subscriber</c>: how Ingest listens at a broker of its own.</summary>
public sealed class SubscriberSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Subscriber";

    /// <summary>
    /// This worker's name, the same at every start and no other worker's: under it the broker keeps the messages that were not acknowledged.
    /// </summary>
    [Required, RegularExpression("^[A-Za-z0-9._-]{1,64}$", ErrorMessage = "must be 1 to 64 letters, digits, '.', '_' or '-'")]
    public string Instance { get; set; } = Environment.MachineName;

    /// <summary>
    /// Workers that name the same group share the messages; without a group each worker takes them all, and the stores keep once only what
    /// carries a time of its own. Mosquitto 2.0 forgets the subscription of a group when it restarts, until a worker is back: what devices
    /// send in that moment is acknowledged by the broker and lost (docs/decisions/0012).
    /// </summary>
    [RegularExpression("^[A-Za-z0-9._-]{1,64}$", ErrorMessage = "must be 1 to 64 letters, digits, '.', '_' or '-'")]
    public string? Group { get; set; }

    /// <summary>How many messages the broker may send ahead of their acknowledgement (MQTT 5: Receive Maximum).</summary>
    [Range(1, 65_535)]
    public int ReceiveMaximum { get; set; } = 2_000;

    /// <summary>How long the broker keeps messages while no worker of this name is there.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan SessionExpiry { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long an unanswered connection is believed in.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long connecting may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause between two attempts to connect.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(15);
}
