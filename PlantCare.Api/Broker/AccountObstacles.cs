using System.Collections.Concurrent;

namespace PlantCare.Api.Broker;

/// <summary>Which devices cannot have an account on the broker, and why: said once for each, and again when the reason is another.</summary>
internal sealed partial class AccountObstacles(ILogger<AccountObstacles> logger)
{
    private const int MaxNamesLogged = 10;

    private readonly ConcurrentDictionary<string, string> _reasons = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _reasons.Count;

    /// <summary>What is known of one device.</summary>
    public void Set(string deviceId, string? reason)
    {
        if (reason is null)
        {
            _reasons.TryRemove(deviceId, out _);
        }
        else
        {
            Add([new(deviceId, reason)]);
        }
    }

    /// <summary>What is known of all devices: there are no others.</summary>
    public void SetAll(IReadOnlyDictionary<string, string> reasons)
    {
        foreach (var deviceId in _reasons.Keys.Where(deviceId => !reasons.ContainsKey(deviceId)))
        {
            _reasons.TryRemove(deviceId, out _);
        }

        Add(reasons);
    }

    private void Add(IEnumerable<KeyValuePair<string, string>> reasons)
    {
        var news = reasons.Where(pair => _reasons.GetValueOrDefault(pair.Key) != pair.Value).ToList();
        foreach (var (deviceId, reason) in news)
        {
            _reasons[deviceId] = reason;
        }

        foreach (var group in news.GroupBy(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal))
        {
            var names = group.ToList();
            var more = names.Count > MaxNamesLogged ? ", …" : "";
            Log.Obstacle(logger, names.Count, string.Join(", ", names.Take(MaxNamesLogged)) + more, group.Key);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Devices without an account on the broker: {Count} ({Names}). Why, for each: {Reason}")]
        public static partial void Obstacle(ILogger logger, int count, string names, string reason);
    }
}
