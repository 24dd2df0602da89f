namespace PlantCare.Web.Accounts;

/// <summary>The words of signing in and registering.</summary>
internal static class AccountWords
{
    public static string SignIn => "Sign in";

    public static string SignInLead => "Welcome back. Your plants have been talking.";

    public static string Email => "E-mail";

    public static string Password => "Password";

    public static string PasswordHint => "At least 10 characters. A short sentence works well.";

    public static string Register => "Create account";

    public static string RegisterTitle => "Create your account";

    public static string RegisterLead => "Your plants, readings and devices are yours alone.";

    public static string WelcomeTitle => "Welcome to PlantCare";

    public static string WelcomeLead =>
        "Nobody has set this system up yet. The account you create now administers it; everything stays on this server.";

    public static string WelcomeAction => "Create the administrator account";

    public static string HaveAccount => "I have an account already";

    public static string NoAccount => "New here?";

    public static string FirstRunHint => "No administrator yet?";

    public static string SetUp => "Set PlantCare up";

    public static string FillBoth => "Enter your e-mail address and your password.";

    public static string WrongPassword => "That e-mail address and password do not belong together. Check both and try again.";

    public static string LockedOut => "Too many attempts. Signing in to this account is paused for a few minutes; then try again.";

    public static string Unreachable => "PlantCare's server is not answering. Wait a moment and try again; your plants' readings are still being kept.";

    public static string Taken => "There is an account with this e-mail address already. Sign in instead.";

    public static string RegistrationClosed => "New accounts are not open to everyone here. Ask whoever runs this PlantCare.";

    public static string TwoFactor => "This account asks for a second factor, which this page cannot take yet. Use a personal API key, or switch it off.";
}
