using System.IO.Compression;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using PlantCare.Contracts.Problems;
using PlantCare.Domain.Metrics;
using PlantCare.Domain.Readings;
using PlantCare.Tests.Infrastructure;
using PlantCare.Tests.Ingest;

namespace PlantCare.Tests.Api.Accounts;

/// <summary>An export is sent while it is made, and one that is not complete does not look so.</summary>
public sealed class ExportStreamTests
{
    private const int FirstPart = 256 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_is_sent_while_it_is_read()
    {
        var store = new LongStore();
        await using var host = await ApiHost.StartAsync(services => services.AddSingleton<IReadingStore>(store));
        using var ada = await host.RegisterAsync();
        await using var stream = await ada.Client.Users.ExportAsync(Cancellation);
        using var zip = new MemoryStream();
        var buffer = new byte[64 * 1024];

        // The store does not go on before so much is here: whoever gathered the answer first would wait for ever.
        while (zip.Length < FirstPart)
        {
            var read = await stream.ReadAsync(buffer, Cancellation);
            Assert.NotEqual(0, read);
            zip.Write(buffer.AsSpan(0, read));
        }

        store.GoOn.SetResult();
        await stream.CopyToAsync(zip, Cancellation);

        await using var archive = new ZipArchive(zip);
        using var reader = new StreamReader(await archive.GetEntry("readings.csv")!.OpenAsync(Cancellation));
        var lines = 0;
        while (await reader.ReadLineAsync(Cancellation) is not null)
        {
            lines++;
        }

        Assert.Equal(LongStore.Values + 2, lines);
    }

    [Fact]
    public async Task Export_that_breaks_half_way_is_broken_off()
    {
        var store = new LongStore();
        store.GoOn.SetException(new StoreFellOverException());
        await using var host = await ApiHost.StartAsync(services => services.AddSingleton<IReadingStore>(store));
        using var ada = await host.RegisterAsync();
        await using var stream = await ada.Client.Users.ExportAsync(Cancellation);

        await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(Stream.Null, Cancellation));

        await Until.TrueAsync(() => Task.FromResult(host.Logs.Entries.Any(entry => entry.Message.Contains("broken off half-way", StringComparison.Ordinal))), Cancellation);
    }

    [Fact]
    public async Task Export_says_when_the_readings_cannot_be_read()
    {
        using var store = new UnreliableStore { ReadsUntil = 0 };
        await using var host = await ApiHost.StartAsync(services => services.Decorate(store));
        using var ada = await host.RegisterAsync();

        var refusal = await Assert.ThrowsAsync<ApiException>(() => ada.Client.Users.ExportAsync(Cancellation));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refusal.Status);
    }

    private sealed class StoreFellOverException() : ReadingStoreException("the disk is on fire")
    {
        public override bool MayPass => true;
    }

    /// <summary>Has many values of which no two are alike, and stops before the last one.</summary>
    private sealed class LongStore : IReadingStore
    {
        public const int Values = 100_000;

        public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async IAsyncEnumerable<StoredValue> ReadAsync(ReadingQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var random = new Random(1);
            var start = DateTimeOffset.UnixEpoch.AddYears(50);
            for (var n = 0; n < Values; n++)
            {
                yield return new StoredValue(start.AddSeconds(n), query.Scope.UserId, "probe-1", "temperature", MetricValue.Of(random.NextDouble()));
            }

            await GoOn.Task.WaitAsync(cancellationToken);
            yield return new StoredValue(start.AddSeconds(Values), query.Scope.UserId, "probe-1", "temperature", MetricValue.Of(1));
        }

        public Task<WriteResult> WriteAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken) => Task.FromResult(WriteResult.Stored);

        public Task<IReadOnlyList<StoredValue>> LatestAsync(ReadingScope scope, DateTimeOffset since, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<StoredValue>>([]);

        public IAsyncEnumerable<AggregateWindow> AggregateAsync(AggregateQuery query, CancellationToken cancellationToken) => AsyncEnumerable.Empty<AggregateWindow>();

        public Task EraseAsync(ReadingScope scope, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task EnforceRetentionAsync(TimeSpan retention, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
