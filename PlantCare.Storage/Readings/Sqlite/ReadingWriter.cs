using PlantCare.Domain.Readings;

namespace PlantCare.Storage.Readings.Sqlite;

/// <summary>The one writer of the readings database. Not thread-safe: the store lets one caller in at a time.</summary>
internal sealed class ReadingWriter : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly LatestValues _latest;
    private readonly MetricsText _text = new();
    private readonly Dictionary<StreamKey, long> _streams = [];
    private readonly List<StreamKey> _newStreams = [];
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _addStream;
    private readonly SqliteStatement _addArrival;

    public ReadingWriter(string path, LatestValues latest)
    {
        _latest = latest;
        _database = ReadingsSchema.OpenWriter(path);
        _begin = _database.Prepare("BEGIN IMMEDIATE");
        _commit = _database.Prepare("COMMIT");
        _addStream = _database.Prepare("""
            INSERT INTO streams (user_id, plant_id, device_id) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET user_id = excluded.user_id RETURNING id
            """);
        _addArrival = _database.Prepare("INSERT INTO arrivals (stream_id, time, metrics) VALUES (?1, ?2, ?3)");
        WaitingArrivals = _database.QueryInteger("SELECT count(*) FROM arrivals");
    }

    /// <summary>How many arrivals wait to be folded into the history.</summary>
    public long WaitingArrivals { get; private set; }

    /// <summary>Commits a batch. When it returns, the batch is on the disk.</summary>
    public void Append(IReadOnlyList<Reading> batch)
    {
        Transact(() =>
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var reading = batch[i];
                _addArrival
                    .Bind(1, StreamOf(reading))
                    .Bind(2, reading.Time.ToUnixTimeMilliseconds())
                    .BindUtf8(3, _text.Write(reading.Measurements))
                    .Run();
            }
        });

        WaitingArrivals += batch.Count;
        for (var i = 0; i < batch.Count; i++)
        {
            var reading = batch[i];
            _latest.Note(_streams[StreamKey.Of(reading)], reading.Time.ToUnixTimeMilliseconds(), reading.Measurements);
        }
    }

    /// <summary>Moves all arrivals into the history, sorted, so that each page of it is written once for many readings.</summary>
    public void Fold()
    {
        Transact(() => _database.Execute("""
            INSERT INTO readings SELECT stream_id, time, metrics FROM arrivals WHERE true ORDER BY stream_id, time, seq
                ON CONFLICT DO UPDATE SET metrics = json_patch(metrics, excluded.metrics);
            DELETE FROM arrivals;
            """));
        WaitingArrivals = 0;
    }

    /// <summary>Erases everything in a scope.</summary>
    public void Erase(ReadingScope scope)
    {
        var streams = StreamQueries.Find(_database, scope);
        foreach (var stream in streams)
        {
            Transact(() =>
            {
                foreach (var sql in (string[])
                    ["DELETE FROM arrivals WHERE stream_id = ?1", "DELETE FROM readings WHERE stream_id = ?1", "DELETE FROM streams WHERE id = ?1"])
                {
                    using var delete = _database.Prepare(sql);
                    delete.Bind(1, stream.Id).Run();
                }
            });
            _streams.Remove(new StreamKey(scope.UserId, stream.PlantId, stream.DeviceId));
            _latest.Forget(stream.Id);
        }

        WaitingArrivals = _database.QueryInteger("SELECT count(*) FROM arrivals");
    }

    /// <summary>Deletes what was measured before a moment, a stream at a time so that no transaction grows long.</summary>
    public void DeleteBefore(long time)
    {
        Fold();
        foreach (var stream in AllStreams())
        {
            Transact(() =>
            {
                using var delete = _database.Prepare("DELETE FROM readings WHERE stream_id = ?1 AND time < ?2");
                delete.Bind(1, stream).Bind(2, time).Run();
            });
        }
    }

    public void Dispose()
    {
        foreach (var owned in (IDisposable[])[_begin, _commit, _addStream, _addArrival, _text, _database])
        {
            owned.Dispose();
        }
    }

    private long StreamOf(Reading reading)
    {
        var key = StreamKey.Of(reading);
        if (_streams.TryGetValue(key, out var id))
        {
            return id;
        }

        _addStream.Bind(1, key.UserId.ToString()).Bind(2, key.PlantId.ToString()).Bind(3, key.DeviceId);
        _addStream.Step();
        id = _addStream.Integer(0);
        _addStream.Reset();
        _streams.Add(key, id);
        _newStreams.Add(key);
        return id;
    }

    private List<long> AllStreams()
    {
        using var statement = _database.Prepare("SELECT id FROM streams");
        var ids = new List<long>();
        while (statement.Step())
        {
            ids.Add(statement.Integer(0));
        }

        return ids;
    }

    private void Transact(Action work)
    {
        _newStreams.Clear();
        _begin.Run();
        try
        {
            work();
            _commit.Run();
        }
        catch
        {
            // What the transaction was to add does not exist, and after a full disk SQLite may have rolled back by itself.
            _newStreams.ForEach(stream => _streams.Remove(stream));
            if (SQLitePCL.raw.sqlite3_get_autocommit(_database.Handle) == 0)
            {
                _database.Execute("ROLLBACK");
            }

            throw;
        }
    }
}
