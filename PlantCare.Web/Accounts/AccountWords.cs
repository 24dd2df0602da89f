using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Accounts;

/// <summary>The words of signing in and registering.</summary>
internal static class AccountWords
{
    private static readonly WordBook Book = new(typeof(AccountWords));

    public static string SignIn => Book.Get();

    public static string SignInLead => Book.Get();

    public static string SessionEnded => Book.Get();

    public static string Email => Book.Get();

    public static string Password => Book.Get();

    public static string PasswordHint => Book.Get();

    public static string Register => Book.Get();

    public static string RegisterTitle => Book.Get();

    public static string RegisterLead => Book.Get();

    public static string WelcomeTitle => Book.Get();

    public static string WelcomeLead => Book.Get();

    public static string WelcomeAction => Book.Get();

    public static string HaveAccount => Book.Get();

    public static string NoAccount => Book.Get();

    public static string FirstRunHint => Book.Get();

    public static string SetUp => Book.Get();

    public static string FillBoth => Book.Get();

    public static string WrongPassword => Book.Get();

    public static string LockedOut => Book.Get();

    public static string Unreachable => Book.Get();

    public static string Taken => Book.Get();

    public static string InvitedLead => Book.Get();

    public static string InvitationBad => Book.Get();

    public static string RegistrationClosed => Book.Get();

    public static string PasswordTooShort => Book.Get();

    public static string PasswordTooPlain => Book.Get();

    public static string EmailInvalid => Book.Get();

    public static string SecondFactorTitle => Book.Get();

    public static string SecondFactorLead => Book.Get();

    public static string Code => Book.Get();

    public static string UseRecoveryCode => Book.Get();

    public static string RecoveryCode => Book.Get();

    public static string RecoveryHint => Book.Get();

    public static string StartOver => Book.Get();

    public static string CodeMissing => Book.Get();

    public static string WrongCode => Book.Get();

    public static string CodeLate => Book.Get();

    public static string PasswordTooCommon => Book.Get();

    public static string PasswordIsName => Book.Get();

    public static string ForgotPassword => Book.Get();

    public static string ForgotLead => Book.Get();

    public static string SendLetter => Book.Get();

    public static string ForgotSent => Book.Get();

    public static string NoMail => Book.Get();

    public static string ResetTitle => Book.Get();

    public static string ResetLead => Book.Get();

    public static string ResetAction => Book.Get();

    public static string ResetDone => Book.Get();

    public static string ResetBad => Book.Get();

    public static string NewPassword => Book.Get();

    public static string ConfirmTitle => Book.Get();

    public static string ConfirmLead => Book.Get();

    public static string ConfirmAction => Book.Get();

    public static string ConfirmDone => Book.Get();

    public static string ConfirmBad => Book.Get();

    public static string LetterTitle => Book.Get();

    public static string LetterLead => Book.Get();

    public static string SendAgain => Book.Get();

    public static string LetterSent => Book.Get();

    public static string DevelopmentNoLetter => Book.Get();

    public static string DevelopmentLink => Book.Get();

    public static string BackToSignIn => Book.Get();

    public static string EmailMissing => Book.Get();

    public static string PasswordMissing => Book.Get();

    public static string UsePasskey => Book.Get();

    public static string PasskeyCancelled => Book.Get();

    public static string PasskeyRefused => Book.Get();

    public static string UseTelegram => Book.Get();

    public static string TelegramTitle => Book.Get();

    public static string TelegramLead => Book.Get();

    public static string TelegramNumber => Book.Get();

    public static string OpenTelegram => Book.Get();

    public static string TelegramElsewhere => Book.Get();

    public static string TelegramScan => Book.Get();

    public static string TelegramQr => Book.Get();

    public static string TelegramWaiting => Book.Get();

    public static string TelegramContinue => Book.Get();

    public static string TelegramAgain => Book.Get();

    public static string TelegramRefused => Book.Get();

    public static string TelegramOver => Book.Get();

    public static string TelegramAway => Book.Get();

    public static string OtherWay => Book.Get();

    public static string TelegramAsked(string number) => Book.Format([number]);
}
