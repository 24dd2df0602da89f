using System.Net;
using PlantCare.Contracts.Auth;
using PlantCare.Contracts.Problems;
using PlantCare.Web.ApiAccess;
using PlantCare.Web.Components;

namespace PlantCare.Web.Session;

/// <summary>Gives access tokens that are still good, and buys each new one once, however many circuits ask.</summary>
internal sealed partial class SessionTokens : IDisposable
{
    private readonly SessionStore _store;
    private readonly AnonymousApi _api;
    private readonly WebSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<SessionTokens> _logger;

    // A fixed number of gates, shared by sessions whose keys fall together: nothing grows with the number of sessions.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public SessionTokens(SessionStore store, AnonymousApi api, WebSettings settings, TimeProvider time, ILogger<SessionTokens> logger)
    {
        _store = store;
        _api = api;
        _settings = settings;
        _time = time;
        _logger = logger;
    }

    /// <summary>The session's access token, renewed when it is due; null when the session has ended.</summary>
    /// <exception cref="HttpRequestException">A new token is needed and Api cannot be reached.</exception>
    public async Task<string?> GetAsync(string key, CancellationToken cancellationToken)
    {
        var session = await _store.FindAsync(key, cancellationToken);
        if (session is null || session.RefreshAt > _time.GetUtcNow())
        {
            return session?.AccessToken;
        }

        try
        {
            return await RenewAsync(key, session.AccessToken, cancellationToken);
        }
        catch (HttpRequestException exception) when (session.AccessExpiresAt > _time.GetUtcNow())
        {
            // The old one is good for a little longer; Api may be back by then.
            Log.RenewalPostponed(_logger, exception.Message);
            return session.AccessToken;
        }
    }

    /// <summary>Replaces <paramref name="stale"/>, unless somebody did so already; null when the session has ended.</summary>
    /// <exception cref="HttpRequestException">Api cannot be reached.</exception>
    public async Task<string?> RenewAsync(string key, string stale, CancellationToken cancellationToken)
    {
        var gate = _gates[(uint)string.GetHashCode(key, StringComparison.Ordinal) % _gates.Length];
        await gate.WaitAsync(cancellationToken);
        try
        {
            var session = await _store.FindAsync(key, cancellationToken);
            if (session is null || !string.Equals(session.AccessToken, stale, StringComparison.Ordinal))
            {
                return session?.AccessToken;
            }

            var tokens = await BuyAsync(session.RefreshToken);
            if (tokens is null)
            {
                await _store.RemoveAsync(key, CancellationToken.None);
                Log.Ended(_logger, session.UserId);
                return null;
            }

            var renewed = session.With(tokens, _time.GetUtcNow(), _settings.SessionLifetime);
            if (!await _store.ReplaceAsync(key, session, renewed, CancellationToken.None))
            {
                return null;
            }

            await AskAsync(key, renewed);
            return renewed.AccessToken;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (var gate in _gates)
        {
            gate.Dispose();
        }
    }

    // Not with the caller's token: a page that is left must not waste the refresh that others wait for. The client's timeout ends it.
    private async Task<Tokens?> BuyAsync(string refreshToken)
    {
        try
        {
            return await _api.Client.Auth.RefreshAsync(refreshToken, CancellationToken.None);
        }
        catch (ApiException exception) when (exception.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest or HttpStatusCode.Forbidden)
        {
            return null;
        }
        catch (ApiException exception)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, exception.Message, exception, exception.Status);
        }
    }

    // What was changed elsewhere since, such as units or a role, counts from here on. The tokens are kept by then, whatever becomes of it.
    private async Task AskAsync(string key, WebSession session)
    {
        try
        {
            var user = await _api.As(session.AccessToken).Auth.GetMeAsync(CancellationToken.None);
            await _store.ReplaceAsync(key, session, session.Of(user), CancellationToken.None);
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            Log.NotAsked(_logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "An access token could not be renewed yet: {Reason}")]
        public static partial void RenewalPostponed(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Information, "What the account says now could not be read yet: {Reason}")]
        public static partial void NotAsked(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Information, "Api no longer takes the session of user {UserId}; it has ended")]
        public static partial void Ended(ILogger logger, Guid userId);
    }
}
