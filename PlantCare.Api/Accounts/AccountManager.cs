using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PlantCare.Api.Accounts.Sessions;
using PlantCare.Api.Audit;
using PlantCare.Api.Mail;
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
    Postbox mail,
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
    : RecordedAccounts(
        database, time, sessions, audit, http, notices, store, options, passwords, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>Whether accounts made now were asked for by a person who registers, and not by the program.</summary>
    public bool IsRegistration { get; set; }

    /// <summary>Whether whoever registers may do so beside the first account, too.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether an administrator invited this very address, and so says whose it is.</summary>
    public bool IsVouched { get; set; }

    /// <summary>Whether an account was made.</summary>
    public bool HasCreated { get; private set; }

    /// <summary>Whether the account was refused because registration is not open, which two first accounts at once learn only here.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Whether somebody administers already.</summary>
    public Task<bool> HasAdministratorAsync(CancellationToken cancellationToken) => Database.Users.AnyAsync(user => user.IsAdministrator, cancellationToken);

    public override async Task<IdentityResult> CreateAsync(User user)
    {
        if (user.CreatedAt == default)
        {
            user.CreatedAt = Time.GetUtcNow();
        }

        user.EmailConfirmed |= IsVouched;
        if (!IsRegistration)
        {
            return await base.CreateAsync(user);
        }

        // step 1: one registration at a time in this process; the transaction sees to the other processes
        await Turn.WaitAsync(CancellationToken);
        try
        {
            var made = await Database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var transaction = await Database.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, CancellationToken);

                // step 2: the first one administers, and where registration is not open nobody comes after it
                user.IsAdministrator = !await HasAdministratorAsync(CancellationToken);
                user.MustConfirmEmail = mail.IsOpen && !user.IsAdministrator && !user.EmailConfirmed;
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
            return await RecordAsync(user, made, AuditActions.Registered);
        }
        finally
        {
            Turn.Release();
        }
    }
}
