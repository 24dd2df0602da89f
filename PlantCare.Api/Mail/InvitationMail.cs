using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using PlantCare.Api.Accounts;
using PlantCare.Api.Mail.Letters;
using PlantCare.Api.Sharing;
using PlantCare.Storage.Relational;

namespace PlantCare.Api.Mail;

/// <summary>Mails invitations: to share something, and to register. In the language of whom it goes to, where that is an account; else of whoever invites.</summary>
internal sealed class InvitationMail(SystemWork system, Postbox postbox, LetterBook letters, IHttpContextAccessor http) : IInvitationMail
{
    public async Task<bool> SendAsync(InvitationLetter letter, CancellationToken cancellationToken)
    {
        if (!postbox.IsOpen)
        {
            return false;
        }

        var (recipient, language) = await FindAsync(letter.Address, cancellationToken);
        return await PostAsync(letter.Address, recipient, letters.Share(LetterLanguage.Choose(language), letter), cancellationToken);
    }

    /// <summary>Mails an invitation to register.</summary>
    /// <param name="address">To whom it goes.</param>
    /// <param name="token">What lets in. It is in the link: never log it.</param>
    /// <param name="until">Until when it can be used, UTC.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it is on its way.</returns>
    public async Task<bool> InviteAsync(string address, string token, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (!postbox.IsOpen)
        {
            return false;
        }

        var (recipient, language) = await FindAsync(address, cancellationToken);
        var path = $"/register?invitation={Uri.EscapeDataString(token)}";
        return await PostAsync(address, recipient, letters.Invite(LetterLanguage.Choose(language), path, until), cancellationToken);
    }

    private Task<bool> PostAsync(string address, Guid? recipient, Letter letter, CancellationToken cancellationToken) => postbox.PostAsync(
        new Mailing(MailKinds.Invitation, address, letter) { RecipientId = recipient, SenderId = Caller()?.GetUserId() }, cancellationToken);

    private ClaimsPrincipal? Caller() => http.HttpContext?.User is { } caller && caller.TryGetUserId(out _) ? caller : null;

    private Task<(Guid? Recipient, string? Language)> FindAsync(string address, CancellationToken cancellationToken) => system.RunAsync(async database =>
    {
        var normalized = address.ToUpperInvariant();
        var recipient = await database.Users.AsNoTracking()
            .Where(user => user.NormalizedEmail == normalized)
            .Select(user => new { user.Id, user.Language })
            .FirstOrDefaultAsync(cancellationToken);
        if (recipient is not null)
        {
            return ((Guid?)recipient.Id, recipient.Language);
        }

        var callerId = Caller()?.GetUserId();
        var own = await database.Users.AsNoTracking().Where(user => user.Id == callerId).Select(user => user.Language).FirstOrDefaultAsync(cancellationToken);
        return (null, own ?? LetterLanguage.Of(http.HttpContext));
    });
}
