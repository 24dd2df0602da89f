using PlantCare.Contracts.Languages;

namespace PlantCare.Api.Mail.Letters;

/// <summary>The words of letters, in the language that <see cref="LetterLanguage"/> speaks.</summary>
internal static class LetterWords
{
    private static readonly WordBook Book = new(typeof(LetterWords));

    /// <summary>The language's own code.</summary>
    public static string Language => Book.Get();

    public static string ConfirmSubject => Book.Get();

    public static string ConfirmBody => Book.Get();

    public static string ConfirmLink => Book.Get();

    public static string ConfirmIgnore => Book.Get();

    public static string ChangeSubject => Book.Get();

    public static string ChangeLink => Book.Get();

    public static string ChangeIgnore => Book.Get();

    public static string ResetSubject => Book.Get();

    public static string ResetBody => Book.Get();

    public static string ResetLink => Book.Get();

    public static string ResetIgnore => Book.Get();

    public static string InviteSubject => Book.Get();

    public static string InviteBody => Book.Get();

    public static string InviteLink => Book.Get();

    public static string InviteLinkOfShare => Book.Get();

    public static string InviteIgnore => Book.Get();

    public static string GoodForADay => Book.Get();

    public static string NoticeAdvice => Book.Get();

    public static string NoticeLink => Book.Get();

    public static string ChangeBody(string address) => Book.Format([address]);

    public static string GoodUntil(string day) => Book.Format([day]);

    public static string ShareSubject(string inviter) => Book.Format([inviter]);

    /// <summary>To a <c>plant</c> or a <c>place</c>.</summary>
    public static string ShareBody(string kind, string inviter, string subject) => Book.Format([inviter, subject], $"ShareBody.{kind}");

    /// <summary>What a <c>viewer</c>, <c>caretaker</c> or <c>owner</c> may do.</summary>
    public static string MayDo(string role) => Book.Get($"MayDo.{role}");

    /// <summary>What a notice is about; null where none is sent.</summary>
    public static string? NoticeSubject(string notice) => Book.Find($"NoticeSubject.{notice}");

    /// <summary>What a notice says.</summary>
    public static string NoticeBody(string notice, string account) => Book.Format([account], $"NoticeBody.{notice}");
}
