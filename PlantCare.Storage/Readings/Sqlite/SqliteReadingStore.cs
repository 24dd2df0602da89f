using System.Runtime.CompilerServices;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>The home edition's readings store: one SQLite file, one writer, readers beside it.</summary>
public sealed class SqliteReadingStore : IReadingStore, IAsyncDisposable
{
    /// <summary>
    /// How many arrivals are folded into the history at once. Every query scans the arrivals, so this bounds what a query pays (about a
    /// millisecond) as well as what a page of the history costs.
    /// </summary>
    private const int FoldAt = 4_096;

    /// <summary>How many values a query takes in one go; between two goes no transaction holds the log back.</summary>
    private const int Chunk = 4_096;

    private readonly SemaphoreSlim _writerGate = new(1);
    private readonly LatestValues _latest = new();
    private readonly ReadingWriter _writer;
    private readonly ReaderPool _readers;
    private Task _folding = Task.CompletedTask;

    /// <summary>Opens the file, making it when there is none.</summary>
    /// <param name="path">Where the file is.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A newer version of PlantCare wrote it.</exception>
    public SqliteReadingStore(string path)
    {
        Path = path;
        _writer = new ReadingWriter(path, _latest);
        _readers = new ReaderPool(path);
    }

    /// <summary>The version of SQLite.</summary>
    public static string EngineVersion => SQLitePCL.raw.sqlite3_libversion().utf8_to_string();

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public async Task<WriteResult> WriteAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken)
    {
        await _writerGate.WaitAsync(cancellationToken);
        try
        {
            _writer.Append(batch);
            if (_writer.WaitingArrivals >= FoldAt && _folding.IsCompleted)
            {
                _folding = Task.Run(FoldAsync, CancellationToken.None);
            }

            return WriteResult.Stored;
        }
        catch (SqliteFailure failure) when (failure.MayPass)
        {
            return WriteResult.NotNow(failure.Message);
        }
        finally
        {
            _writerGate.Release();
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredValue> ReadAsync(ReadingQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = query.Limit ?? int.MaxValue;
        var next = query;
        while (left > 0)
        {
            var count = Math.Min(left, Chunk);
            var values = await _readers.RunAsync(session => ValueQuery.Take(session, next, count, cancellationToken), cancellationToken);
            foreach (var value in values)
            {
                yield return value;
            }

            if (values.Count < count)
            {
                yield break;
            }

            left -= values.Count;
            next = query with { After = values[^1].Position };
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredValue>> LatestAsync(ReadingScope scope, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var streams = await _readers.RunAsync(session => StreamQueries.Find(session.Database, scope), cancellationToken);
        _latest.Announce(streams.Select(stream => stream.Id));
        var from = since.ToUnixTimeMilliseconds();
        return await _readers.RunAsync(session => _latest.Get(session, scope, from, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AggregateWindow> AggregateAsync(
        AggregateQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var window in await _readers.RunAsync(session => AggregateWindows.Compute(session, query, cancellationToken), cancellationToken))
        {
            yield return window;
        }
    }

    /// <inheritdoc/>
    public async Task EraseAsync(ReadingScope scope, CancellationToken cancellationToken)
    {
        await _writerGate.WaitAsync(cancellationToken);
        try
        {
            _writer.Erase(scope);
        }
        finally
        {
            _writerGate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task EnforceRetentionAsync(TimeSpan retention, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _writerGate.WaitAsync(cancellationToken);
        try
        {
            _writer.DeleteBefore((now - retention).ToUnixTimeMilliseconds());
        }
        finally
        {
            _writerGate.Release();
        }
    }

    /// <summary>Folds what arrived, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _folding;
        await _writerGate.WaitAsync();
        _readers.Dispose();
        _writer.Dispose();
        _writerGate.Dispose();
    }

    private async Task FoldAsync()
    {
        await _writerGate.WaitAsync();
        try
        {
            _writer.Fold();
        }
        catch (SqliteFailure)
        {
            // The arrivals stay where they are, durable and readable; the next batch tries again.
        }
        finally
        {
            _writerGate.Release();
        }
    }
}
