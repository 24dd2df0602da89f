using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PlantCare.Api.Access;
using PlantCare.Api.Accounts.Sessions;
using PlantCare.Api.Audit;
using PlantCare.Storage.Relational;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Accounts;

/// <summary>
/// Identity's user manager, which makes the first account that registers the administrator: exactly one, also when two register at the same
/// moment.
/// </summary>
internal sealed class AccountManager(
    PlantCareContext database,
    TimeProvider time,
    OpenSessions sessions,
    AuditLog audit,
    IHttpContextAccessor http,
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
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>Whether accounts made now were asked for by a person who registers, and not by the program.</summary>
    public bool IsRegistration { get; set; }

    /// <summary>Whether whoever registers may do so beside the first account, too.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether an account was made.</summary>
    public bool HasCreated { get; private set; }

    /// <summary>Whether the account was refused because registration is not open, which two first accounts at once learn only here.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Whether somebody administers already.</summary>
    public Task<bool> HasAdministratorAsync(CancellationToken cancellationToken) => database.Users.AnyAsync(user => user.IsAdministrator, cancellationToken);

    /// <summary>Whoever else knew the old password is signed out.</summary>
    public override async Task<IdentityResult> ChangePasswordAsync(User user, string currentPassword, string newPassword)
    {
        var result = await base.ChangePasswordAsync(user, currentPassword, newPassword);
        return await EndOtherSessionsAsync(user, result);
    }

    /// <inheritdoc cref="ChangePasswordAsync"/>
    public override async Task<IdentityResult> ResetPasswordAsync(User user, string token, string newPassword)
    {
        var result = await base.ResetPasswordAsync(user, token, newPassword);
        return await EndOtherSessionsAsync(user, result);
    }

    public override async Task<IdentityResult> CreateAsync(User user)
    {
        if (user.CreatedAt == default)
        {
            user.CreatedAt = time.GetUtcNow();
        }

        if (!IsRegistration)
        {
            return await base.CreateAsync(user);
        }

        // step 1: one registration at a time in this process; the transaction sees to the other processes
        await Turn.WaitAsync(CancellationToken);
        try
        {
            return await database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var transaction = await database.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, CancellationToken);

                // step 2: the first one administers, and where registration is not open nobody comes after it
                user.IsAdministrator = !await HasAdministratorAsync(CancellationToken);
                IsRefused = !user.IsAdministrator && !IsOpen;
                if (IsRefused)
                {
                    return IdentityResult.Failed();
                }

                var result = await base.CreateAsync(user);
                if (result.Succeeded)
                {
                    await transaction.CommitAsync(CancellationToken);
                    HasCreated = true;
                }

                return result;
            });
        }
        finally
        {
            Turn.Release();
        }
    }

    private async Task<IdentityResult> EndOtherSessionsAsync(User user, IdentityResult change)
    {
        if (change.Succeeded)
        {
            var caller = http.HttpContext?.User;
            var isOwner = caller?.TryGetUserId(out var callerId) == true && callerId == user.Id;
            await sessions.EndAllAsync(user.Id, isOwner ? caller!.SessionOf() : null, CancellationToken);
            await audit.WriteAsync(user.Id, isOwner ? user.Id : null, user.UserName ?? "", AuditActions.PasswordChanged);
        }

        return change;
    }
}
