using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Domain.Readings;

namespace PlantCare.Tests.Ingest;

/// <summary>A real store behind a door that fails on request.</summary>
public sealed class UnreliableStore : IReadingStore, IDisposable
{
    private readonly SemaphoreSlim _attempts = new(0);
    private readonly ConcurrentQueue<AggregateQuery> _windowsAsked = [];
    private IReadingStore _inner = null!;

    /// <summary>Nothing can be written or erased now.</summary>
    public bool IsAway { get; set; }

    /// <summary>It has no way to erase, as InfluxDB 3.</summary>
    public bool CannotErase { get; set; }

    /// <summary>Writing this value throws, as a fault in the program would.</summary>
    public double? Poison { get; init; }

    /// <summary>Writing this value is refused for good.</summary>
    public double? Refused { get; init; }

    /// <summary>Reading fails after so many values.</summary>
    public int? ReadsUntil { get; set; }

    /// <summary>The windows that it was asked for, in order.</summary>
    public IReadOnlyCollection<AggregateQuery> WindowsAsked => _windowsAsked;

    public UnreliableStore Around(IReadingStore inner)
    {
        _inner = inner;
        return this;
    }

    public async Task Attempted(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _attempts.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public async Task<WriteResult> WriteAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken)
    {
        _attempts.Release();
        if (IsAway)
        {
            return WriteResult.NotNow("the disk is on fire");
        }

        if (batch.Any(reading => Has(reading, Poison)))
        {
            throw new InvalidOperationException("This value was not foreseen.");
        }

        var result = await _inner.WriteAsync([.. batch.Where(reading => !Has(reading, Refused))], cancellationToken);
        var refused = batch.Index().Where(item => Has(item.Item, Refused)).Select(item => new RefusedReading(item.Index, "field type conflict"));
        return result.IsStored ? WriteResult.StoredExcept([.. refused]) : result;
    }

    public void Dispose() => _attempts.Dispose();

    public async IAsyncEnumerable<StoredValue> ReadAsync(ReadingQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var value in _inner.ReadAsync(query, cancellationToken))
        {
            if (count++ == ReadsUntil)
            {
                throw new AwayException();
            }

            yield return value;
        }
    }

    public Task<IReadOnlyList<StoredValue>> LatestAsync(ReadingScope scope, DateTimeOffset since, CancellationToken cancellationToken) =>
        ReadsUntil is null ? _inner.LatestAsync(scope, since, cancellationToken) : throw new AwayException();

    public IAsyncEnumerable<AggregateWindow> AggregateAsync(AggregateQuery query, CancellationToken cancellationToken)
    {
        _windowsAsked.Enqueue(query);
        return ReadsUntil is null ? _inner.AggregateAsync(query, cancellationToken) : throw new AwayException();
    }

    public Task EraseAsync(ReadingScope scope, CancellationToken cancellationToken) =>
        IsAway || CannotErase ? throw new AwayException(mayPass: IsAway) : _inner.EraseAsync(scope, cancellationToken);

    public Task EnforceRetentionAsync(TimeSpan retention, DateTimeOffset now, CancellationToken cancellationToken) =>
        _inner.EnforceRetentionAsync(retention, now, cancellationToken);

    private static bool Has(Reading reading, double? number) =>
        number is { } wanted && reading.Measurements.Any(measurement => measurement.Value.TryGetNumber(out var value) && value == wanted);

    private sealed class AwayException(bool mayPass = true) : ReadingStoreException("the disk is on fire")
    {
        public override bool MayPass => mayPass;
    }
}

public static class UnreliableStoreRegistration
{
    /// <summary>Puts the unreliable door before the store that is registered.</summary>
    public static void Decorate(this IServiceCollection services, UnreliableStore store)
    {
        var real = services.Last(service => service.ServiceType == typeof(IReadingStore)).ImplementationFactory!;
        services.AddSingleton<IReadingStore>(provider => store.Around((IReadingStore)real(provider)));
    }
}
