using System.Buffers.Text;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using PlantCare.Api.Mail.Letters;
using PlantCare.Storage.Relational.People;

namespace PlantCare.Api.Mail;

/// <summary>
/// The letters that Identity sends of an account. Its links lead to itself; ours lead to the dashboard, which asks before it does anything:
/// mail programs follow links to see what is behind them.
/// </summary>
internal sealed class AccountMail(Postbox postbox, LetterBook letters, IHttpContextAccessor http) : IEmailSender<User>
{
    private CancellationToken Cancellation => http.HttpContext?.RequestAborted ?? CancellationToken.None;

    /// <summary>Where an address is confirmed: Identity's link holds <c>userId</c>, <c>code</c> and, for another address, <c>changedEmail</c>.</summary>
    public Task SendConfirmationLinkAsync(User user, string email, string confirmationLink)
    {
        var link = new Uri(WebUtility.HtmlDecode(confirmationLink), UriKind.RelativeOrAbsolute);
        var query = QueryHelpers.ParseQuery(link.IsAbsoluteUri ? link.Query : confirmationLink[confirmationLink.IndexOf('?', StringComparison.Ordinal)..]);
        var page = new QueryBuilder { { "user", query["userId"].ToString() }, { "code", query["code"].ToString() } };
        var language = LetterLanguage.Choose(user.Language, LetterLanguage.Of(http.HttpContext));
        var changed = query.GetValueOrDefault("changedEmail").ToString();
        var isChange = changed.Length > 0;
        if (isChange)
        {
            page.Add("email", changed);
        }

        var path = "/account/confirm" + page.ToQueryString();
        return PostAsync(MailKinds.Confirmation, user, email, isChange ? letters.Change(language, user.Email ?? "", path) : letters.Confirm(language, path), isMeant: true);
    }

    /// <summary>All the work of a confirmation for nothing, where nothing is to be confirmed. It counts as one, and not as a letter of another kind.</summary>
    public Task PretendConfirmationAsync(User nobody, string email, string code) => PostAsync(
        MailKinds.Confirmation, nobody, email, letters.Confirm(LetterLanguage.Choose(LetterLanguage.Of(http.HttpContext)), ResetPath(email, code)), isMeant: false);

    /// <summary>Not used by Identity's endpoints.</summary>
    public Task SendPasswordResetLinkAsync(User user, string email, string resetLink) =>
        throw new NotSupportedException("Identity's endpoints send codes.");

    /// <summary>Where a new password is chosen.</summary>
    public Task SendPasswordResetCodeAsync(User user, string email, string resetCode) => SendResetAsync(user, email, resetCode, isMeant: true);

    /// <summary>Where a new password is chosen, or all the work for nothing where there is no such account.</summary>
    public Task SendResetAsync(User user, string email, string code, bool isMeant)
    {
        var language = LetterLanguage.Choose(user.Language, LetterLanguage.Of(http.HttpContext));
        return PostAsync(MailKinds.PasswordReset, user, email, letters.Reset(language, ResetPath(email, code)), isMeant);
    }

    /// <summary>The dashboard's page for a new password.</summary>
    public static string ResetPath(string email, string code) =>
        "/account/reset-password" + new QueryBuilder { { "email", email }, { "code", code } }.ToQueryString();

    /// <summary>A code as Identity's endpoints take it.</summary>
    public static string Encode(string code) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(code));

    private Task<bool> PostAsync(string kind, User user, string email, Letter letter, bool isMeant) => postbox.PostAsync(
        new Mailing(kind, email, letter) { RecipientId = isMeant ? user.Id : null, IsMeant = isMeant }, Cancellation);
}
