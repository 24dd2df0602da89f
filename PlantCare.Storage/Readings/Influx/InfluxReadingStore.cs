using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Influx;

/// <summary>The distributed edition's readings store: InfluxDB 1.x, 2.x or 3.x, written as line protocol and read by InfluxQL.</summary>
public sealed class InfluxReadingStore : IReadingStore, IRollUps, IDisposable
{
    private readonly InfluxHttp _http;
    private readonly InfluxSchema _schema;
    private readonly InfluxWriter _writer;
    private readonly ValuePages _values;
    private readonly AggregateSlices _aggregates;
    private readonly LatestQuery _latest;
    private readonly InfluxEraser _eraser;
    private readonly HourlyRollUps _rollUps;
    private TimeSpan? _retention;

    internal InfluxReadingStore(
        InfluxConnection connection, TimeSpan? retention, TimeProvider time, ILoggerFactory loggers, HttpMessageHandler? handler = null)
    {
        _http = new InfluxHttp(connection, time, handler);
        _schema = new InfluxSchema(_http, retention, loggers.CreateLogger<InfluxSchema>());
        _writer = new InfluxWriter(_http, _schema, time);
        _values = new ValuePages(_http);
        var raw = new RawSums(_http, _values);
        _aggregates = new AggregateSlices(raw, new RolledSums(_http, raw));
        _latest = new LatestQuery(_http);
        _eraser = new InfluxEraser(_http, time);
        _rollUps = new HourlyRollUps(_http, new HourSums(_http, _values), _eraser, time);
        _retention = retention;
    }

    /// <summary>Makes the database if it is missing, and asks whether it answers.</summary>
    /// <returns>The server's version.</returns>
    /// <exception cref="InfluxException">It does not; the message says why.</exception>
    public async Task<string> PingAsync(CancellationToken cancellationToken)
    {
        var database = await _schema.EnsureAsync(cancellationToken);
        return await _http.PingAsync(cancellationToken) ?? database.Version;
    }

    /// <inheritdoc/>
    public Task<WriteResult> WriteAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken) =>
        batch.Count == 0 ? Task.FromResult(WriteResult.Stored) : _writer.WriteAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredValue> ReadAsync(ReadingQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        await foreach (var value in _values.ReadAsync(query, cancellationToken))
        {
            yield return value;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredValue>> LatestAsync(ReadingScope scope, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await _latest.FindAsync(scope, since, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AggregateWindow> AggregateAsync(
        AggregateQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        await foreach (var window in _aggregates.ComputeAsync(query, cancellationToken))
        {
            yield return window;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InfluxException">InfluxDB 3 has no way to delete rows; or the server is away.</exception>
    public async Task EraseAsync(ReadingScope scope, CancellationToken cancellationToken)
    {
        var database = await _schema.EnsureAsync(cancellationToken);
        if (!database.CanErase)
        {
            throw new InfluxException(
                InfluxFault.Unexpected,
                $"InfluxDB {database.Version} cannot delete single rows: the readings stay until they are older than the database's retention.");
        }

        await _eraser.EraseAsync(scope, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InfluxException">It failed; the next call goes on with something else, and comes back to it.</exception>
    public async Task<bool> RollUpAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _schema.EnsureAsync(cancellationToken);
        return await _rollUps.StepAsync(now, _retention, cancellationToken);
    }

    /// <inheritdoc/>
    public Task EnforceRetentionAsync(TimeSpan retention, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _retention = retention;
        return _schema.SetRetentionAsync(retention, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rollUps.Dispose();
        _http.Dispose();
    }
}
