using System.Text.Json;
using PlantCare.Contracts.Json;

namespace PlantCare.Contracts.Live;

/// <summary>Whose plants are watched at one Api: <c>{"users":["0198…"]}</c>, or <c>{"everyone":true}</c> where that would be too many to name.</summary>
/// <param name="Users">The users; null or empty for none.</param>
/// <param name="Everyone">All users.</param>
public sealed record WatchAnnouncement(IReadOnlyCollection<Guid>? Users, bool Everyone = false)
{
    /// <summary>More than these are not named one by one: an announcement must fit into a packet that every broker takes.</summary>
    public const int MaxUsers = 2_000;

    /// <summary>Announces these users, or everyone where they are too many.</summary>
    public static WatchAnnouncement Of(IReadOnlyCollection<Guid> users) =>
        users.Count > MaxUsers ? new WatchAnnouncement(Users: null, Everyone: true) : new WatchAnnouncement(users);

    /// <summary>Reads a message's payload; null when it is none.</summary>
    public static WatchAnnouncement? Parse(ReadOnlySpan<byte> payload)
    {
        try
        {
            return payload.IsEmpty ? null : JsonSerializer.Deserialize<WatchAnnouncement>(payload, PlantCareJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The message's payload.</summary>
    public byte[] ToPayload() => JsonSerializer.SerializeToUtf8Bytes(this, PlantCareJson.Options);
}
