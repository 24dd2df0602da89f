using System.Collections.Concurrent;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>Readers that run side by side, next to the one writer.</summary>
internal sealed class ReaderPool(string path) : IDisposable
{
    private const int MaxReaders = 8;

    private readonly SemaphoreSlim _places = new(MaxReaders);
    private readonly ConcurrentBag<ReaderSession> _idle = [];

    /// <summary>Runs a query on one state of the database. The query blocks: SQLite has no other way.</summary>
    public async Task<T> RunAsync<T>(Func<ReaderSession, T> query, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            var session = _idle.TryTake(out var idle) ? idle : new ReaderSession(path);
            try
            {
                var result = session.Snapshot(query);
                _idle.Add(session);
                return result;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }

        _places.Dispose();
    }
}
