namespace PlantCare.Domain.Readings;

/// <summary>Where readings are kept. One contract suite holds every implementation to what stands here.</summary>
public interface IReadingStore
{
    /// <summary>
    /// Writes a batch. When the result says stored, it survives a power cut. Writing the same again changes nothing; two readings of
    /// one device, plant and time with different metrics become one.
    /// </summary>
    Task<WriteResult> WriteAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken);

    /// <summary>Single values in the order that the query says, as they are read: the answer is never held in memory as a whole.</summary>
    IAsyncEnumerable<StoredValue> ReadAsync(ReadingQuery query, CancellationToken cancellationToken);

    /// <summary>The newest value of each plant's metrics that is not older than <paramref name="since"/>; in no order.</summary>
    Task<IReadOnlyList<StoredValue>> LatestAsync(ReadingScope scope, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Windows ordered by start, then plant; windows without numeric values are left out.</summary>
    IAsyncEnumerable<AggregateWindow> AggregateAsync(AggregateQuery query, CancellationToken cancellationToken);

    /// <summary>Erases every value in the scope for good.</summary>
    Task EraseAsync(ReadingScope scope, CancellationToken cancellationToken);

    /// <summary>Sees to it that raw readings older than <paramref name="retention"/> go. Called at start and every hour.</summary>
    Task EnforceRetentionAsync(TimeSpan retention, DateTimeOffset now, CancellationToken cancellationToken);
}
