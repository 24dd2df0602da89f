namespace PlantCare.Api.Accounts.Guessing;

/// <summary>
/// Counts the wrong attempts of addresses, and those at accounts that do not exist, so that these are answered as those that do. Every process
/// counts for itself; the attempts at accounts that exist are counted in the database.
/// </summary>
internal sealed class GuessLedger(TimeProvider time)
{
    /// <summary>Room for so many; what was longest without a wrong attempt goes first.</summary>
    public const int Capacity = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>How long somebody must wait before the next attempt; null when not at all.</summary>
    public TimeSpan? WaitOf(string key)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            return _lines.TryGetValue(key, out var line) && line.Until > now ? line.Until - now : null;
        }
    }

    /// <summary>An attempt was wrong.</summary>
    /// <returns>How long to wait before the next.</returns>
    public TimeSpan WasWrong(string key, GuessRule rule)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var wrong = _lines.TryGetValue(key, out var line) && now - line.LastAt < GuessRule.Memory ? line.Wrong + 1 : 1;
            var wait = rule.WaitAfter(wrong);
            MakeRoom(key, now);
            _lines[key] = new Line(wrong, now, now + wait);
            return wait;
        }
    }

    private void MakeRoom(string key, DateTimeOffset now)
    {
        if (_lines.Count < Capacity || _lines.ContainsKey(key))
        {
            return;
        }

        // Some at once, so that not every new one has to look through all of them.
        var oldest = _lines.OrderBy(entry => entry.Value.LastAt).Take(Capacity / 10).Select(entry => entry.Key);
        var forgotten = _lines.Where(entry => now - entry.Value.LastAt >= GuessRule.Memory).Select(entry => entry.Key);
        foreach (var gone in oldest.Concat(forgotten).ToList())
        {
            _lines.Remove(gone);
        }
    }

    private readonly record struct Line(int Wrong, DateTimeOffset LastAt, DateTimeOffset Until);
}
