using PlantCare.Contracts.Live;

namespace PlantCare.Ingest.Live;

/// <summary>Whose plants are watched, as every Api announced it; what is not announced again is forgotten when it expires.</summary>
internal sealed class Watchers(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Announced> _byInstance = new(StringComparer.Ordinal);
    private volatile Snapshot _now = Snapshot.Nobody;

    /// <summary>Whether a user's plants are watched. Asked for every reading.</summary>
    public bool Include(Guid userId)
    {
        var now = _now;
        return !now.IsEmpty && (time.GetUtcNow() < now.Until ? now : Forget()).Includes(userId);
    }

    /// <summary>An Api said who is watched at it, or nobody any more.</summary>
    public void Set(string instance, WatchAnnouncement? announcement, TimeSpan lasts)
    {
        lock (_lock)
        {
            _byInstance.Remove(instance);
            if (announcement is not null)
            {
                _byInstance[instance] = new Announced(announcement, time.GetUtcNow() + lasts);
            }

            _now = Sum();
        }
    }

    private Snapshot Forget()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            foreach (var (instance, announced) in _byInstance)
            {
                if (announced.Until <= now)
                {
                    _byInstance.Remove(instance);
                }
            }

            return _now = Sum();
        }
    }

    private Snapshot Sum() => _byInstance.Count == 0
        ? Snapshot.Nobody
        : new Snapshot(
            [.. _byInstance.Values.SelectMany(announced => announced.Announcement.Users ?? [])],
            _byInstance.Values.Any(announced => announced.Announcement.Everyone),
            _byInstance.Values.Min(announced => announced.Until));

    private sealed record Announced(WatchAnnouncement Announcement, DateTimeOffset Until);

    private sealed record Snapshot(HashSet<Guid> Users, bool Everyone, DateTimeOffset Until)
    {
        public static Snapshot Nobody { get; } = new([], Everyone: false, DateTimeOffset.MaxValue);

        public bool IsEmpty => Users.Count == 0 && !Everyone;

        public bool Includes(Guid userId) => Everyone || Users.Contains(userId);
    }
}
