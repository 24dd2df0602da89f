using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Audit;
using PlantCare.Api.Mail.Letters;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Mail;

/// <summary>
/// Tells an account's owner by mail of what they should know if it was not them. The audit log is where everything comes by that matters to
/// an account's safety, so it is what calls this.
/// </summary>
internal sealed partial class NoticeMail(SystemWork system, Outbox outbox, LetterBook letters, ILogger<NoticeMail> logger)
{
    /// <summary>What the owner is told of an entry of the audit log; null for nothing.</summary>
    public static string? NoticeOf(string action, string? detail) => (action, detail) switch
    {
        (AuditActions.PasswordChanged, _) => "password_changed",
        (AuditActions.TwoFactorChanged, "off") => "two_factor_off",
        (AuditActions.TwoFactorChanged, "on") => "two_factor_on",
        (AuditActions.PasskeyAdded, _) => "passkey_added",
        (AuditActions.TelegramLinked, _) => "telegram_linked",
        _ => null,
    };

    /// <summary>Tells of an entry, where there is something to tell and the address is known to be the owner's.</summary>
    public async Task TellAsync(Guid userId, string action, string? detail)
    {
        if (!outbox.IsOpen || NoticeOf(action, detail) is not { } notice)
        {
            return;
        }

        try
        {
            var owner = await system.RunAsync(database => database.Users.AsNoTracking()
                .Where(user => user.Id == userId && user.EmailConfirmed)
                .Select(user => new { user.Email, user.Language })
                .FirstOrDefaultAsync(CancellationToken.None));
            if (owner?.Email is { } address)
            {
                await SendAsync(userId, address, address, owner.Language, notice);
            }
        }
        catch (DbUpdateException exception)
        {
            // What it tells of has happened and is in the record all the same.
            Log.NotTold(logger, exception, notice);
        }
    }

    /// <summary>Tells whoever reads the old address of an account that it has another one now.</summary>
    public async Task TellOldAddressAsync(Guid userId, string oldAddress, string newAddress, string? language)
    {
        if (outbox.IsOpen)
        {
            await SendAsync(userId, oldAddress, newAddress, language, "email_changed");
        }
    }

    private async Task SendAsync(Guid userId, string address, string account, string? language, string notice)
    {
        if (letters.Notice(LetterLanguage.Choose(language), notice, account) is { } letter)
        {
            await outbox.PutAsync(new Mailing(MailKinds.Notice, address, letter) { RecipientId = userId }, CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A notice ({Notice}) could not be put into the outbox")]
        public static partial void NotTold(ILogger logger, Exception exception, string notice);
    }
}
