using System.Globalization;
using PlantCare.Api.Sharing;

namespace PlantCare.Api.Mail.Letters;

/// <summary>Every letter that there is. They differ in what they say; how a letter looks is for <see cref="LetterText"/>.</summary>
/// <param name="settings">Where links lead.</param>
internal sealed class LetterBook(MailSettings settings)
{
    private const string Account = "/account";

    /// <summary>To whoever has made an account.</summary>
    public Letter Confirm(CultureInfo language, string path) => LetterLanguage.Speak(language, () => new Letter(
        LetterWords.ConfirmSubject, LetterWords.Language, [LetterWords.ConfirmBody], Link(LetterWords.ConfirmLink, path),
        [LetterWords.GoodForADay, LetterWords.ConfirmIgnore]));

    /// <summary>To the new address of an account.</summary>
    public Letter Change(CultureInfo language, string account, string path) => LetterLanguage.Speak(language, () => new Letter(
        LetterWords.ChangeSubject, LetterWords.Language, [LetterWords.ChangeBody(account)], Link(LetterWords.ChangeLink, path),
        [LetterWords.GoodForADay, LetterWords.ChangeIgnore]));

    /// <summary>To whoever has forgotten a password.</summary>
    public Letter Reset(CultureInfo language, string path) => LetterLanguage.Speak(language, () => new Letter(
        LetterWords.ResetSubject, LetterWords.Language, [LetterWords.ResetBody], Link(LetterWords.ResetLink, path),
        [LetterWords.GoodForADay, LetterWords.ResetIgnore]));

    /// <summary>To whom an administrator invites.</summary>
    public Letter Invite(CultureInfo language, string path, DateTimeOffset until) => LetterLanguage.Speak(language, () => new Letter(
        LetterWords.InviteSubject, LetterWords.Language, [LetterWords.InviteBody], Link(LetterWords.InviteLink, path),
        [LetterWords.GoodUntil(Day(until)), LetterWords.InviteIgnore]));

    /// <summary>To whom something is shared with.</summary>
    public Letter Share(CultureInfo language, InvitationLetter invitation) => LetterLanguage.Speak(language, () => new Letter(
        LetterWords.ShareSubject(invitation.Inviter),
        LetterWords.Language,
        [LetterWords.ShareBody(invitation.Kind, invitation.Inviter, invitation.Subject), LetterWords.MayDo(ShareBook.Word(invitation.Role))],
        Link(LetterWords.InviteLinkOfShare, invitation.Path),
        [LetterWords.GoodUntil(Day(invitation.AcceptBefore)), LetterWords.InviteIgnore]));

    /// <summary>To an account's owner, of something that they should know if it was not them; null for what nobody is told of.</summary>
    /// <param name="language">Theirs.</param>
    /// <param name="notice">What happened.</param>
    /// <param name="account">The account's address.</param>
    public Letter? Notice(CultureInfo language, string notice, string account) => LetterLanguage.Speak(language, () => LetterWords.NoticeSubject(notice) is { } subject
        ? new Letter(subject, LetterWords.Language, [LetterWords.NoticeBody(notice, account), LetterWords.NoticeAdvice], Link(LetterWords.NoticeLink, Account), [])
        : null);

    private LetterLink Link(string label, string path) => new(label, (settings.DashboardUrl?.TrimEnd('/') ?? "") + path);

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("g", CultureInfo.CurrentCulture);
}
