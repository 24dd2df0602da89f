using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace PlantCare.Web.Session;

/// <summary>Who this circuit or request belongs to.</summary>
/// <param name="authentication">What the cookie said when the circuit or request began.</param>
internal sealed class CurrentSession(AuthenticationStateProvider authentication)
{
    private int _ended;

    /// <summary>The session has ended, here or elsewhere; raised once, on any thread.</summary>
    public event EventHandler? Ended;

    /// <summary>Whether it has.</summary>
    public bool HasEnded => _ended != 0;

    /// <summary>The session's key; null when nobody is signed in.</summary>
    public async ValueTask<string?> GetKeyAsync() =>
        (await authentication.GetAuthenticationStateAsync()).User.FindFirst(SessionAuthentication.KeyClaim)?.Value;

    /// <summary>The account that is signed in; empty when nobody is.</summary>
    public async ValueTask<Guid> GetUserAsync() =>
        Guid.TryParse((await authentication.GetAuthenticationStateAsync()).User.FindFirst(ClaimTypes.NameIdentifier)?.Value, out var user) ? user : Guid.Empty;

    /// <summary>Says that it is over.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            Ended?.Invoke(this, EventArgs.Empty);
        }
    }
}
