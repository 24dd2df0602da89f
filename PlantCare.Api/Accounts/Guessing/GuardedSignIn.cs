using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PlantCare.Api.Audit;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts.Guessing;

/// <summary>
/// Identity's sign-in as far as it tells who does not get in. Nobody learns from it whether an account exists, is disabled or has a password,
/// but who knows the password; neither by what it answers nor by the work that it does. Every attempt is written down.
/// </summary>
internal abstract class GuardedSignIn(
    UserManager<User> users,
    IHttpContextAccessor accessor,
    IUserClaimsPrincipalFactory<User> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<User>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<User> confirmation,
    GuessLedger guesses,
    AuditLog audit,
    TimeProvider time)
    : SignInManager<User>(users, accessor, claims, options, logger, schemes, confirmation)
{
    private static readonly User Nobody = new();
    private static string? _decoy;

    /// <summary>How long the account is still locked, after an attempt that was answered so.</summary>
    public TimeSpan? LockedFor { get; private set; }

    /// <summary>Whether all was right but that the address is not confirmed, which only who knows the password learns.</summary>
    public bool AwaitsConfirmation { get; private set; }

    /// <summary>Where sign-ins are written down.</summary>
    protected AuditLog Audit { get; } = audit;

    /// <summary>The clock.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>The second factor that was given; null for none.</summary>
    protected string? Factor { get; private set; }

    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        if (await UserManager.FindByNameAsync(userName) is { } user)
        {
            return await PasswordSignInAsync(user, password, isPersistent, lockoutOnFailure);
        }

        var key = "account " + UserManager.NormalizeName(userName);
        if (guesses.WaitOf(key) is { } wait)
        {
            return LockedOutFor(wait);
        }

        // What was typed is not written down: it may be a password in the wrong field.
        VerifyDecoy(password);
        guesses.WasWrong(key, GuessRule.Account);
        await Audit.WriteAsync(userId: null, actorId: null, "somebody", AuditActions.SignInFailed, detail: "no such account");
        return SignInResult.Failed;
    }

    public override async Task<SignInResult> CheckPasswordSignInAsync(User user, string password, bool lockoutOnFailure)
    {
        if (await UserManager.IsLockedOutAsync(user))
        {
            return LockedOutFor(user.LockoutEnd - Time.GetUtcNow());
        }

        if (user.PasswordHash is null)
        {
            VerifyDecoy(password);
        }

        if (user.PasswordHash is null || !await UserManager.CheckPasswordAsync(user, password))
        {
            return await RefuseAsync(user, "a wrong password");
        }

        if (!await CanSignInAsync(user))
        {
            AwaitsConfirmation = user is { DisabledAt: null, EmailConfirmed: false, MustConfirmEmail: true };
            await Audit.WriteAsync(
                user.Id, actorId: null, NameOf(user), AuditActions.SignInFailed, detail: AwaitsConfirmation ? "the address is not confirmed" : "the account may not sign in");
            return SignInResult.NotAllowed;
        }

        // Half of a sign-in takes nothing back, or whoever has the password could try codes for ever.
        if (!await IsTwoFactorEnabledAsync(user))
        {
            await UserManager.ResetAccessFailedCountAsync(user);
        }

        return SignInResult.Success;
    }

    public override async Task<SignInResult> TwoFactorAuthenticatorSignInAsync(string code, bool isPersistent, bool rememberClient)
    {
        Factor = "a code";
        var user = await GetTwoFactorAuthenticationUserAsync();
        var result = await base.TwoFactorAuthenticatorSignInAsync(code, isPersistent, rememberClient);

        // Identity has counted it.
        return result.Succeeded || user is null ? result : await WriteRefusalAsync(user, "a wrong code");
    }

    public override async Task<SignInResult> TwoFactorRecoveryCodeSignInAsync(string recoveryCode)
    {
        Factor = "a recovery code";
        var user = await GetTwoFactorAuthenticationUserAsync();
        var result = await base.TwoFactorRecoveryCodeSignInAsync(recoveryCode);
        return result.Succeeded || user is null ? result : await RefuseAsync(user, "a wrong recovery code");
    }

    /// <summary>What the account is called in the record.</summary>
    protected static string NameOf(User user) => user.UserName ?? "";

    private async Task<SignInResult> RefuseAsync(User user, string why)
    {
        await UserManager.AccessFailedAsync(user);
        return await WriteRefusalAsync(user, why);
    }

    private async Task<SignInResult> WriteRefusalAsync(User user, string why)
    {
        await Audit.WriteAsync(user.Id, actorId: null, NameOf(user), AuditActions.SignInFailed, detail: why);
        return SignInResult.Failed;
    }

    /// <summary>Says for how long the account is locked.</summary>
    protected SignInResult LockedOutFor(TimeSpan? wait)
    {
        LockedFor = wait;
        return SignInResult.LockedOut;
    }

    private void VerifyDecoy(string password)
    {
        _decoy ??= UserManager.PasswordHasher.HashPassword(Nobody, RandomNumberGenerator.GetHexString(32));
        UserManager.PasswordHasher.VerifyHashedPassword(Nobody, _decoy, password);
    }
}
