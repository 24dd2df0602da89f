using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Profile;

/// <summary>The words of the account's own pages.</summary>
internal static class ProfileWords
{
    private static readonly WordBook Book = new(typeof(ProfileWords));

    public static string Profile => Book.Get();

    public static string DisplayName => Book.Get();

    public static string DisplayNameHint => Book.Get();

    public static string TimeZone => Book.Get();

    public static string BrowserZone => Book.Get();

    public static string Temperature => Book.Get();

    public static string Celsius => Book.Get();

    public static string Fahrenheit => Book.Get();

    public static string Light => Book.Get();

    public static string Lux => Book.Get();

    public static string Ppfd => Book.Get();

    public static string PpfdHint => Book.Get();

    public static string Save => Book.Get();

    public static string Saved => Book.Get();

    public static string Loading => Book.Get();

    public static string LanguageKept => Book.Get();

    public static string Password => Book.Get();

    public static string PasswordHint => Book.Get();

    public static string OldPassword => Book.Get();

    public static string NewPassword => Book.Get();

    public static string ChangePassword => Book.Get();

    public static string PasswordChanged => Book.Get();

    public static string WrongOldPassword => Book.Get();

    public static string PasswordsMissing => Book.Get();

    public static string Export => Book.Get();

    public static string ExportHint => Book.Get();

    public static string Download => Book.Get();

    public static string ExportFailed => Book.Get();

    public static string Erase => Book.Get();

    public static string EraseHint => Book.Get();

    public static string EraseAddress => Book.Get();

    public static string ErasePassword => Book.Get();

    public static string EraseForGood => Book.Get();

    public static string OtherAddress => Book.Get();

    public static string WrongPassword => Book.Get();

    public static string LastAdministrator => Book.Get();

    public static string Activity => Book.Get();

    public static string ActivityHint => Book.Get();

    public static string ShowActivity => Book.Get();

    public static string BackToAccount => Book.Get();

    public static string NoActivity => Book.Get();

    public static string Older => Book.Get();

    public static string From(string address) => Book.Format([address]);

    /// <summary>What was done; an action of a newer Api keeps its own name.</summary>
    public static string Action(string action) => Book.Find($"Action.{action}") ?? action;

    public static string Email => Book.Get();

    public static string EmailHint => Book.Get();

    public static string EmailUnconfirmed => Book.Get();

    public static string ConfirmEmail => Book.Get();

    public static string NewEmail => Book.Get();

    public static string ChangeEmail => Book.Get();

    public static string EmailSent => Book.Get();

    public static string EmailFieldsMissing => Book.Get();

    public static string EmailInvalid => Book.Get();
}
