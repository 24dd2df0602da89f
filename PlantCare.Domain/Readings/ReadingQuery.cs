namespace PlantCare.Domain.Readings;

/// <summary>Whose readings are meant. There is no way to ask a store for everybody's.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="PlantIds">Only these plants; null for all of the owner's.</param>
/// <param name="DeviceId">Only this device; null for any.</param>
public sealed record ReadingScope(Guid UserId, IReadOnlyCollection<Guid>? PlantIds = null, string? DeviceId = null);

/// <summary>A stretch of time, UTC.</summary>
/// <param name="From">The first moment in it.</param>
/// <param name="To">The first moment after it.</param>
public readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset To);

/// <summary>A request for single values, ordered by time, then plant, device and metric.</summary>
/// <param name="Scope">Whose.</param>
/// <param name="Range">From when to when.</param>
/// <param name="Metric">Only this metric; null for all.</param>
/// <param name="Descending">Newest first.</param>
/// <param name="Limit">At most so many values; null for all.</param>
/// <param name="After">Only what comes after this position in the given order.</param>
public sealed record ReadingQuery(
    ReadingScope Scope,
    TimeRange Range,
    string? Metric = null,
    bool Descending = false,
    int? Limit = null,
    ReadingPosition? After = null);

/// <summary>Where a value stands in the order of a <see cref="ReadingQuery"/>.</summary>
public readonly record struct ReadingPosition(DateTimeOffset Time, Guid PlantId, string DeviceId, string Metric) : IComparable<ReadingPosition>
{
    /// <inheritdoc/>
    public int CompareTo(ReadingPosition other)
    {
        var order = Time.CompareTo(other.Time);
        order = order != 0 ? order : PlantId.CompareTo(other.PlantId);
        order = order != 0 ? order : string.CompareOrdinal(DeviceId, other.DeviceId);
        return order != 0 ? order : string.CompareOrdinal(Metric, other.Metric);
    }

    /// <summary>Comes before.</summary>
    public static bool operator <(ReadingPosition left, ReadingPosition right) => left.CompareTo(right) < 0;

    /// <summary>Comes before or is the same.</summary>
    public static bool operator <=(ReadingPosition left, ReadingPosition right) => left.CompareTo(right) <= 0;

    /// <summary>Comes after.</summary>
    public static bool operator >(ReadingPosition left, ReadingPosition right) => left.CompareTo(right) > 0;

    /// <summary>Comes after or is the same.</summary>
    public static bool operator >=(ReadingPosition left, ReadingPosition right) => left.CompareTo(right) >= 0;
}

/// <summary>A request for means, minima and maxima per plant, window and metric; windows are aligned to the Unix epoch, UTC.</summary>
/// <param name="Scope">Whose.</param>
/// <param name="Range">From when to when.</param>
/// <param name="Every">The width of a window; at least one second.</param>
/// <param name="Metric">Only this metric; null for all numeric ones.</param>
public sealed record AggregateQuery(ReadingScope Scope, TimeRange Range, TimeSpan Every, string? Metric = null);
