namespace PlantCare.Contracts.Live;

/// <summary>
/// How live events go from Ingest to Api over the broker: Api says, retained and with an expiry, whose plants are watched at it, and Ingest
/// publishes what happens to those. Only the services' account may use these topics.
/// </summary>
public static class LiveTopics
{
    /// <summary>Every announcement.</summary>
    public const string AllWatches = Watches + "+";

    /// <summary>Every user's events.</summary>
    public const string AllEvents = EventsRoot + "+";

    /// <summary>In a user's place, where Ingest cannot name those whom it concerns: an Api that announced everyone.</summary>
    public static readonly Guid Everyone = Guid.Empty;

    private const string Watches = "plantcare-live/watch/";
    private const string EventsRoot = "plantcare-live/events/";

    /// <summary>Where an Api announces who is watched at it (<see cref="WatchAnnouncement"/>). An empty message takes it back.</summary>
    public static string Watch(string instance) => Watches + instance;

    /// <summary>Where a user's events are published (<see cref="LiveEvents"/>), QoS 0.</summary>
    public static string Events(Guid userId) => $"{EventsRoot}{userId:D}";

    /// <summary>Whose announcement it is.</summary>
    public static bool TryReadWatch(string topic, out string instance)
    {
        var isWatch = topic.StartsWith(Watches, StringComparison.Ordinal) && topic.Length > Watches.Length;
        instance = isWatch ? topic[Watches.Length..] : "";
        return isWatch;
    }

    /// <summary>Whose events they are.</summary>
    public static bool TryReadEvents(string topic, out Guid userId)
    {
        userId = Guid.Empty;
        return topic.StartsWith(EventsRoot, StringComparison.Ordinal) && Guid.TryParseExact(topic.AsSpan(EventsRoot.Length), "D", out userId);
    }
}
