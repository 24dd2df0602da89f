using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts.Guessing;
using PlantCare.Api.Accounts.Sessions;
using PlantCare.Api.Audit;
using PlantCare.Api.Mail;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts;

/// <summary>
/// Identity's user manager, which writes down whatever changes how one gets into an account, and locks it for longer the more often somebody
/// is wrong.
/// </summary>
internal abstract class RecordedAccounts(
    PlantCareContext database,
    TimeProvider time,
    OpenSessions sessions,
    AuditLog audit,
    IHttpContextAccessor http,
    NoticeMail notices,
    IUserStore<User> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<User> passwords,
    IEnumerable<IUserValidator<User>> userValidators,
    IEnumerable<IPasswordValidator<User>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<User>> logger)
    : UserManager<User>(store, options, passwords, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    /// <summary>The database, on behalf of whoever the request works for.</summary>
    protected PlantCareContext Database { get; } = database;

    /// <summary>The clock.</summary>
    protected TimeProvider Time { get; } = time;

    public override Task<bool> IsLockedOutAsync(User user) => Task.FromResult(user.LockoutEnd > Time.GetUtcNow());

    /// <summary>Counts in the database, so that attempts at several replicas are all counted.</summary>
    public override async Task<IdentityResult> AccessFailedAsync(User user)
    {
        // step 1: one more; the first again when the last ones are long past
        var now = Time.GetUtcNow();
        var forgotten = now - GuessRule.Memory;
        var row = Database.Users.Where(known => known.Id == user.Id);
        await row.ExecuteUpdateAsync(
            known => known.SetProperty(u => u.AccessFailedCount, u => u.LockoutEnd < forgotten ? 1 : u.AccessFailedCount + 1), CancellationToken);
        user.AccessFailedCount = await row.Select(known => known.AccessFailedCount).FirstOrDefaultAsync(CancellationToken);

        // step 2: what that costs
        var wait = GuessRule.Account.WaitAfter(user.AccessFailedCount);
        if (wait > TimeSpan.Zero)
        {
            user.LockoutEnd = now + wait;
            await row.ExecuteUpdateAsync(known => known.SetProperty(u => u.LockoutEnd, user.LockoutEnd), CancellationToken);
            await audit.WriteAsync(
                user.Id,
                actorId: null,
                "PlantCare",
                AuditActions.SignInLocked,
                detail: string.Create(CultureInfo.InvariantCulture, $"for {wait:g} after {user.AccessFailedCount} wrong attempts"));
        }

        return IdentityResult.Success;
    }

    /// <summary>Whoever else knew the old password is signed out.</summary>
    public override async Task<IdentityResult> ChangePasswordAsync(User user, string currentPassword, string newPassword)
    {
        if (await IsLockedOutAsync(user))
        {
            return IdentityResult.Failed(new IdentityError
            {
                Code = "LockedOut",
                Description = "This account is locked for now: too many passwords or codes for it were wrong. Try again later.",
            });
        }

        var result = await base.ChangePasswordAsync(user, currentPassword, newPassword);
        if (result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.PasswordMismatch)))
        {
            await AccessFailedAsync(user);
            await audit.WriteAsync(user.Id, AuditActions.SignInFailed, detail: "a wrong password, to set another");
        }

        return await EndSessionsAsync(user, result, IsCaller(user) ? http.HttpContext!.User.SessionOf() : null);
    }

    /// <summary>Whoever has forgotten a password is signed in nowhere.</summary>
    public override async Task<IdentityResult> ResetPasswordAsync(User user, string token, string newPassword)
    {
        var result = await base.ResetPasswordAsync(user, token, newPassword);
        return await EndSessionsAsync(user, result, but: null);
    }

    public override async Task<string> GeneratePasswordResetTokenAsync(User user)
    {
        var token = await base.GeneratePasswordResetTokenAsync(user);
        await audit.WriteAsync(user.Id, AuditActions.PasswordForgotten, detail: IsCaller(user) || !IsSignedIn ? null : "by an administrator");
        return token;
    }

    public override async Task<IdentityResult> ConfirmEmailAsync(User user, string token) =>
        await RecordAsync(user, await base.ConfirmEmailAsync(user, token), AuditActions.EmailConfirmed);

    /// <summary>Whoever reads the old address learns of it, if it was known to be the account's.</summary>
    public override async Task<IdentityResult> ChangeEmailAsync(User user, string newEmail, string token)
    {
        var (oldEmail, wasConfirmed) = (user.Email, user.EmailConfirmed);
        var result = await RecordAsync(user, await base.ChangeEmailAsync(user, newEmail, token), AuditActions.EmailChanged);
        if (result.Succeeded && wasConfirmed && oldEmail is not null && !oldEmail.Equals(newEmail, StringComparison.OrdinalIgnoreCase))
        {
            await notices.TellOldAddressAsync(user.Id, oldEmail, newEmail, user.Language);
        }

        return result;
    }

    public override async Task<IdentityResult> SetTwoFactorEnabledAsync(User user, bool enabled)
    {
        var isChange = user.TwoFactorEnabled != enabled;
        var result = await base.SetTwoFactorEnabledAsync(user, enabled);
        return isChange ? await RecordAsync(user, result, AuditActions.TwoFactorChanged, enabled ? "on" : "off") : result;
    }

    public override async Task<IEnumerable<string>?> GenerateNewTwoFactorRecoveryCodesAsync(User user, int number)
    {
        var codes = await base.GenerateNewTwoFactorRecoveryCodesAsync(user, number);
        await RecordAsync(user, IdentityResult.Success, AuditActions.TwoFactorChanged, "new recovery codes");
        return codes;
    }

    /// <summary>Turns the second factor off. Its key and codes go, so that nobody's copy of them is good when it is turned on again.</summary>
    public async Task<IdentityResult> TurnTwoFactorOffAsync(User user)
    {
        await ForgetTwoFactorAsync(user);
        return await SetTwoFactorEnabledAsync(user, enabled: false);
    }

    /// <summary>The same by an administrator, for somebody who has lost what makes the codes; the account's record says so.</summary>
    public async Task<IdentityResult> ResetTwoFactorAsync(User user)
    {
        await ForgetTwoFactorAsync(user);
        var result = await base.SetTwoFactorEnabledAsync(user, enabled: false);
        if (result.Succeeded)
        {
            await audit.WriteAsync(user.Id, AuditActions.TwoFactorReset, detail: "by an administrator");
        }

        return result;
    }

    /// <summary>Writes down what was done to an account, by its caller or by who has a link or code of its own.</summary>
    protected async Task<IdentityResult> RecordAsync(User user, IdentityResult result, string action, string? detail = null)
    {
        if (result.Succeeded)
        {
            await audit.WriteAsync(user.Id, IsCaller(user) ? user.Id : null, user.UserName ?? "", action, detail: detail);
        }

        return result;
    }

    private async Task ForgetTwoFactorAsync(User user)
    {
        await base.GenerateNewTwoFactorRecoveryCodesAsync(user, 0);
        await ResetAuthenticatorKeyAsync(user);
    }

    private bool IsSignedIn => http.HttpContext?.User.Identity?.IsAuthenticated == true;

    private bool IsCaller(User user) => http.HttpContext?.User.TryGetUserId(out var callerId) == true && callerId == user.Id;

    private async Task<IdentityResult> EndSessionsAsync(User user, IdentityResult change, Guid? but)
    {
        if (change.Succeeded)
        {
            await sessions.EndAllAsync(user.Id, but, CancellationToken);
        }

        return await RecordAsync(user, change, AuditActions.PasswordChanged);
    }
}
