using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Accounts;

/// <summary>The words of signing in and registering.</summary>
internal static class AccountWords
{
    private static readonly WordBook Book = new(typeof(AccountWords));

    public static string SignIn => Book.Get();

    public static string SignInLead => Book.Get();

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

    public static string UsePasskey => Book.Get();

    public static string PasskeyCancelled => Book.Get();

    public static string PasskeyRefused => Book.Get();
}
