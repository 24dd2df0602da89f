using PlantCare.Contracts.Auth;

namespace PlantCare.Web.Session;

/// <summary>Keeps the session of this circuit's browser as the account is, when the person changes it here.</summary>
/// <param name="current">Whose circuit it is.</param>
/// <param name="sessions">Keeps who is signed in.</param>
internal sealed class OwnSession(CurrentSession current, SessionStore sessions)
{
    // Another circuit may be renewing the tokens in the same moment.
    private const int MostAttempts = 5;

    /// <summary>Takes over what the account says now of the person; pages that are opened from here on know it.</summary>
    public Task TakeAsync(UserResponse user) => ChangeAsync(session => session.Of(user));

    /// <summary>Ends it: the account is no more.</summary>
    public async Task EndAsync()
    {
        if (await current.GetKeyAsync() is { } key)
        {
            await sessions.RemoveAsync(key, CancellationToken.None);
        }
    }

    private async Task ChangeAsync(Func<WebSession, WebSession> change)
    {
        var key = await current.GetKeyAsync();
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (key is null
                || await sessions.FindAsync(key, CancellationToken.None) is not { } session
                || await sessions.ReplaceAsync(key, session, change(session), CancellationToken.None))
            {
                return;
            }
        }
    }
}
