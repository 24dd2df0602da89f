namespace PlantCare.Contracts.Mqtt;

/// <summary>The topics of a device, all below <c>plantcare/{device_id}/</c>.</summary>
public static class Topics
{
    /// <summary>What every topic begins with.</summary>
    public const string Root = "plantcare/";

    /// <summary>Where a device announces itself that belongs to nobody yet.</summary>
    public const string Provision = Root + "provision";

    /// <summary>Where a device publishes readings.</summary>
    public static string Readings(string deviceId) => $"{Root}{deviceId}/readings";

    /// <summary>Where a device says, retained, that it is <c>online</c> or <c>offline</c>.</summary>
    public static string Status(string deviceId) => $"{Root}{deviceId}/status";

    /// <summary>Where a device hears commands.</summary>
    public static string Commands(string deviceId) => $"{Root}{deviceId}/commands";

    /// <summary>Where a device says what became of a command.</summary>
    public static string CommandResults(string deviceId) => $"{Root}{deviceId}/commands/result";

    /// <summary>Whether a device may publish there: anywhere below its own name.</summary>
    public static bool MayPublish(string deviceId, string topic) =>
        BelongsTo(deviceId, topic) && topic.AsSpan().IndexOfAny('+', '#') < 0;

    /// <summary>Whether a device may subscribe to that filter: its own commands, and nothing wider.</summary>
    public static bool MaySubscribe(string deviceId, string filter)
    {
        if (!BelongsTo(deviceId, filter))
        {
            return false;
        }

        var rest = filter.AsSpan(Root.Length + deviceId.Length + 1);
        return rest is "commands" || rest.StartsWith("commands/", StringComparison.Ordinal);
    }

    /// <summary>What stands behind the device's name, such as <c>readings</c>; false when the topic is no device's.</summary>
    public static bool TryParse(string topic, out string deviceId, out string channel)
    {
        var slash = topic.StartsWith(Root, StringComparison.Ordinal) ? topic.IndexOf('/', Root.Length) : -1;
        deviceId = slash < 0 ? "" : topic[Root.Length..slash];
        channel = slash < 0 ? "" : topic[(slash + 1)..];
        return deviceId.Length > 0 && channel.Length > 0;
    }

    private static bool BelongsTo(string deviceId, string topic) =>
        topic.Length > Root.Length + deviceId.Length + 1
        && topic.StartsWith(Root, StringComparison.Ordinal)
        && topic.AsSpan(Root.Length).StartsWith(deviceId, StringComparison.Ordinal)
        && topic[Root.Length + deviceId.Length] == '/';
}
