using System.Collections.Concurrent;

namespace PlantCare.Web.Session;

/// <summary>Who is signed in: in memory for speed, on disk for restarts.</summary>
/// <param name="files">The sessions on disk.</param>
/// <param name="settings">How many sessions there may be, and how long they live.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionStore(SessionFiles files, WebSettings settings, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, WebSession> _sessions = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>Keeps a new session, after making room for it.</summary>
    /// <returns>The key for the browser's cookie.</returns>
    public async Task<string> AddAsync(WebSession session, CancellationToken cancellationToken)
    {
        var key = SessionKey.Create();
        var id = SessionKey.ToId(key);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            foreach (var gone in files.Sweep(time.GetUtcNow(), settings.SessionLifetime, settings.MaxSessions - 1))
            {
                _sessions.TryRemove(gone, out _);
            }

            await files.WriteAsync(id, session, cancellationToken);
            _sessions[id] = session;
        }
        finally
        {
            _writing.Release();
        }

        return key;
    }

    /// <summary>The session of a cookie; null when there is none, or it has expired.</summary>
    public async Task<WebSession?> FindAsync(string? key, CancellationToken cancellationToken)
    {
        if (!SessionKey.IsPossible(key))
        {
            return null;
        }

        var id = SessionKey.ToId(key!);
        if (!_sessions.TryGetValue(id, out var session))
        {
            session = await LoadAsync(id, cancellationToken);
        }

        if (session is not null && session.ExpiresAt <= time.GetUtcNow())
        {
            await RemoveAsync(key!, cancellationToken);
            return null;
        }

        return session;
    }

    /// <summary>Puts new tokens into a session, unless it was signed out meanwhile.</summary>
    public async Task<bool> ReplaceAsync(string key, WebSession old, WebSession session, CancellationToken cancellationToken)
    {
        var id = SessionKey.ToId(key);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (!_sessions.TryUpdate(id, session, old))
            {
                return false;
            }

            await files.WriteAsync(id, session, cancellationToken);
            return true;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Signs a browser out.</summary>
    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        var id = SessionKey.ToId(key);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            _sessions.TryRemove(id, out _);
            files.Delete(id);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    // Under the same lock as removal, so that a session cannot come back from a file that is just being deleted.
    private async Task<WebSession?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_sessions.TryGetValue(id, out var known))
            {
                return known;
            }

            var session = await files.ReadAsync(id, cancellationToken);
            if (session is not null)
            {
                _sessions[id] = session;
            }

            return session;
        }
        finally
        {
            _writing.Release();
        }
    }
}
