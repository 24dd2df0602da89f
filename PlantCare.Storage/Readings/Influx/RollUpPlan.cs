namespace PlantCare.Storage.Readings.Influx;

/// <summary>Some hours that are rolled up at once.</summary>
/// <param name="Hours">From the first to the last.</param>
/// <param name="Only">Only this plant; null for everybody.</param>
internal sealed record RollUpStretch(InfluxRange Hours, (Guid User, Guid Plant)? Only = null)
{
    /// <summary>When each of the hours starts, the newest first.</summary>
    public IEnumerable<long> Starts
    {
        get
        {
            for (var start = Hours.To - InfluxHours.Length; start >= Hours.From; start -= InfluxHours.Length)
            {
                yield return start;
            }
        }
    }
}

/// <summary>
/// Decides what is rolled up next: the hours of the last day, then hours that changed since they were rolled up, then the past. What was
/// done is in the store; in memory is only what would be asked again and again.
/// </summary>
/// <remarks>
/// Before the first readings there is nothing, as far back as anybody looks. Such hours are not written down, lest every new store begins
/// with years of them: an hour without readings counts as done where there are older ones with.
/// </remarks>
internal sealed class RollUpPlan(InfluxHttp http)
{
    private const int LongestStretch = 168;
    private const int StretchesPerPlan = 8;

    /// <summary>If more plants' hours changed, the hour is rolled up as a whole.</summary>
    private const int PlantsApart = 20;

    private static readonly long LongestPast = (long)TimeSpan.FromDays(400).TotalMilliseconds;
    private static readonly long Day = (long)TimeSpan.FromDays(1).TotalMilliseconds;
    private static readonly long Minute = (long)TimeSpan.FromMinutes(1).TotalMilliseconds;
    private static readonly long Settled = 2 * Minute;
    private static readonly long Postponed = 30 * Minute;
    private static readonly long Overlap = 15 * Minute;

    private readonly Queue<RollUpStretch> _next = new();
    private readonly Dictionary<long, long> _empty = [];
    private readonly Dictionary<long, long> _postponed = [];
    private long _oldestKnown = long.MaxValue;
    private long? _marksRead;
    private int _stretch = 1;

    /// <summary>What is to be rolled up next; null for nothing.</summary>
    public async Task<RollUpStretch?> NextAsync(DateTimeOffset now, TimeSpan? retention, CancellationToken cancellationToken)
    {
        if (_next.Count == 0)
        {
            await FillAsync(now.ToUnixTimeMilliseconds(), retention, cancellationToken);
        }

        return _next.TryDequeue(out var next) ? next : null;
    }

    /// <summary>Everybody's hours were summed up, and these hold readings.</summary>
    /// <returns>The hours that are done, and when they were.</returns>
    public List<(long Start, long RolledAt)> Finish(RollUpStretch stretch, HashSet<long> withReadings, long now)
    {
        foreach (var start in stretch.Starts)
        {
            _empty[start] = now;
        }

        _oldestKnown = Math.Min(_oldestKnown, withReadings.Count > 0 ? withReadings.Min() : long.MaxValue);
        var done = _empty.Where(hour => hour.Key >= _oldestKnown).Select(hour => (hour.Key, hour.Value)).ToList();
        foreach (var (start, _) in done)
        {
            _empty.Remove(start);
        }

        return done;
    }

    /// <summary>A stretch could not be rolled up: others first.</summary>
    public void Postpone(RollUpStretch stretch, DateTimeOffset now)
    {
        foreach (var start in stretch.Starts)
        {
            _postponed[start] = now.ToUnixTimeMilliseconds() + Postponed;
            _empty.Remove(start);
        }

        _next.Clear();
        _stretch = 1;
        _marksRead = null;
    }

    /// <summary>Adapts how many hours are rolled up at once.</summary>
    /// <param name="effort">How long a stretch of everybody's took, in units of what is brief.</param>
    public void Learn(double effort) => _stretch = effort switch
    {
        < 1 => Math.Min(_stretch * 2, LongestStretch),
        > 4 => Math.Max(_stretch / 2, 1),
        _ => _stretch,
    };

    private async Task FillAsync(long now, TimeSpan? retention, CancellationToken cancellationToken)
    {
        // step 1: from when to when; what is about to be deleted is no longer worth it
        var ready = InfluxHours.FloorTo(now - (long)LateMarks.RolledUpAfter.TotalMilliseconds, InfluxHours.Length);
        var past = Math.Min(LongestPast, (long)(retention?.TotalMilliseconds ?? LongestPast) - (2 * InfluxHours.Length));
        var all = new InfluxRange(InfluxHours.CeilingTo(now - past, InfluxHours.Length), ready);
        if (all.IsEmpty)
        {
            return;
        }

        // step 2: what was done, and what changed; the latter is not asked with every stretch of a long past
        long? since = _marksRead is not { } read ? 0 : now - read < Minute ? null : read - Overlap;
        var book = await RollUpBook.ReadAsync(http, all, since, now - Settled, cancellationToken);
        _marksRead = since is null ? _marksRead : now;
        if (book.Done.Count > 0)
        {
            _oldestKnown = Math.Min(_oldestKnown, book.Done.Keys.Min());
        }

        foreach (var start in book.Unknown)
        {
            _empty.Remove(start);
        }

        foreach (var (start, _) in _postponed.Where(hour => hour.Value <= now).ToList())
        {
            _postponed.Remove(start);
        }

        // step 3: the newest, the changed, the past
        var missing = Missing(all, book).ToList();
        var today = missing.TakeWhile(start => start >= ready - Day).ToList();
        Enqueue(today);
        EnqueueChanged(book.Stale);
        Enqueue([.. missing.Skip(today.Count)]);
    }

    private IEnumerable<long> Missing(InfluxRange all, RollUpBook book)
    {
        for (var start = all.To - InfluxHours.Length; start >= all.From; start -= InfluxHours.Length)
        {
            if (!book.Done.ContainsKey(start) && !_empty.ContainsKey(start) && !_postponed.ContainsKey(start))
            {
                yield return start;
            }
        }
    }

    private void EnqueueChanged(List<PlantHour> changed)
    {
        var hours = changed.Where(hour => !_postponed.ContainsKey(hour.Start)).GroupBy(hour => hour.Start).ToLookup(hour => hour.Count() > PlantsApart);
        Enqueue([.. hours[true].Select(hour => hour.Key).OrderDescending()], int.MaxValue);
        foreach (var plant in hours[false].SelectMany(hour => hour).GroupBy(hour => (hour.User, hour.Plant)))
        {
            foreach (var run in RunsOf([.. plant.Select(hour => hour.Start).OrderDescending()], LongestStretch))
            {
                _next.Enqueue(new RollUpStretch(run, plant.Key));
            }
        }
    }

    private void Enqueue(List<long> starts, int most = StretchesPerPlan)
    {
        foreach (var run in RunsOf(starts, _stretch).Take(most))
        {
            _next.Enqueue(new RollUpStretch(run));
        }
    }

    // Neighbouring hours, the newest first, so many at a time.
    private static IEnumerable<InfluxRange> RunsOf(List<long> starts, int longest)
    {
        for (var i = 0; i < starts.Count;)
        {
            var first = i++;
            while (i < starts.Count && i - first < longest && starts[i] == starts[i - 1] - InfluxHours.Length)
            {
                i++;
            }

            yield return new InfluxRange(starts[i - 1], starts[first] + InfluxHours.Length);
        }
    }
}
