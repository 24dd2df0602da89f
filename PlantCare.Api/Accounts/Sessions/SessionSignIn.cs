using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts.Guessing;
using PlantCare.Api.Audit;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Sessions;

/// <summary>
/// Identity's sign-in, which opens a session for each: the tokens name it, and are worth nothing once its row is gone. So a person sees where
/// they are signed in, and can end any of it at once.
/// </summary>
internal sealed class SessionSignIn(
    UserManager<User> users,
    IHttpContextAccessor accessor,
    IUserClaimsPrincipalFactory<User> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<User>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<User> confirmation,
    PlantCareContext database,
    AuthSettings settings,
    GuessLedger guesses,
    AuditLog audit,
    TimeProvider time)
    : GuardedSignIn(users, accessor, claims, options, logger, schemes, confirmation, guesses, audit, time)
{
    private const int LongestClient = 256;

    /// <summary>More places than anybody signs in at. A script that signs in anew at every run makes no more rows than these.</summary>
    private const int MostSessions = 100;

    private Guid? _session;

    /// <summary>How the person is being signed in; said by whoever does it otherwise than by password.</summary>
    public string Method { get; set; } = "password";

    /// <summary>Signs in somebody whom something else than a password vouches for, with a second factor where one is on.</summary>
    /// <param name="user">Who it is.</param>
    /// <param name="code">What the authenticator shows.</param>
    /// <param name="recoveryCode">A recovery code in its place.</param>
    public async Task<SignInResult> SignInKnownAsync(User user, string? code, string? recoveryCode)
    {
        var isCodeGiven = !string.IsNullOrEmpty(code) || !string.IsNullOrEmpty(recoveryCode);
        if (isCodeGiven && await IsTwoFactorEnabledAsync(user) && await UserManager.IsLockedOutAsync(user))
        {
            return LockedOutFor(user.LockoutEnd - Time.GetUtcNow());
        }

        var result = await SignInOrTwoFactorAsync(user, isPersistent: false);
        return !result.RequiresTwoFactor || !isCodeGiven ? result
            : !string.IsNullOrEmpty(code) ? await TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false)
            : await TwoFactorRecoveryCodeSignInAsync(recoveryCode!);
    }

    public override async Task<bool> CanSignInAsync(User user) =>
        user.DisabledAt is null && (user.EmailConfirmed || !user.MustConfirmEmail) && await base.CanSignInAsync(user);

    public override async Task SignInWithClaimsAsync(User user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var now = Time.GetUtcNow();
        var client = Context.Request.Headers.UserAgent.ToString();
        var session = new UserSession
        {
            UserId = user.Id,
            Method = Method,
            Client = client.Length == 0 ? null : client[..Math.Min(client.Length, LongestClient)],
            Address = Context.Connection.RemoteIpAddress?.ToString(),
            CreatedAt = now,
            LastUsedAt = now,
            ExpiresAt = now + settings.RefreshTokenLifetime,
        };
        await database.Sessions.Where(old => old.UserId == user.Id && old.ExpiresAt < now).IgnoreQueryFilters().ExecuteDeleteAsync(Context.RequestAborted);
        database.Sessions.Add(session);
        await database.SaveChangesAsync(Context.RequestAborted);
        var surplus = database.Sessions.IgnoreQueryFilters()
            .Where(open => open.UserId == user.Id)
            .OrderByDescending(open => open.LastUsedAt)
            .Skip(MostSessions)
            .Select(open => open.Id);
        await database.Sessions.IgnoreQueryFilters().Where(open => surplus.Contains(open.Id)).ExecuteDeleteAsync(Context.RequestAborted);
        _session = session.Id;
        await Audit.WriteAsync(user.Id, user.Id, NameOf(user), AuditActions.SignedIn, subject: Method, detail: Factor is null ? null : $"with {Factor}");
        await base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims);
    }

    /// <summary>
    /// A refresh token is good as long as its session is there, and prolongs it. The security stamp does not count: what changes it, such as
    /// a new password, ends the sessions that should end, and the one in which it was changed goes on.
    /// </summary>
    public override async Task<User?> ValidateSecurityStampAsync(ClaimsPrincipal? principal)
    {
        if (principal?.SessionOf() is not { } session || await UserManager.GetUserAsync(principal) is not { DisabledAt: null } user)
        {
            return null;
        }

        var now = Time.GetUtcNow();
        var prolonged = await database.Sessions.IgnoreQueryFilters()
            .Where(known => known.Id == session && known.UserId == user.Id && known.ExpiresAt > now)
            .ExecuteUpdateAsync(
                known => known.SetProperty(k => k.ExpiresAt, now + settings.RefreshTokenLifetime).SetProperty(k => k.LastUsedAt, now),
                Context.RequestAborted);
        _session = prolonged == 1 ? session : null;
        return prolonged == 1 ? user : null;
    }

    public override async Task<ClaimsPrincipal> CreateUserPrincipalAsync(User user)
    {
        var principal = await base.CreateUserPrincipalAsync(user);
        if (_session is { } session)
        {
            ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(CallerClaims.Session, session.ToString()));
        }

        return principal;
    }
}
