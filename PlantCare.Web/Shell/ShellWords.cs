namespace PlantCare.Web.Shell;

/// <summary>The frame's words.</summary>
internal static class ShellWords
{
    public static string Product => "PlantCare";

    public static string Description => "How your plants are doing, right now.";

    public static string SkipToContent => "Skip to content";

    public static string Navigation => "Main";

    public static string Overview => "Plants";

    public static string Devices => "Devices";

    public static string AddPlant => "Add plant";

    public static string Add => "Add";

    public static string Account => "Account";

    public static string SignOut => "Sign out";

    public static string ThemeLegend => "Appearance";

    public static string ThemeSystem => "System";

    public static string ThemeLight => "Light";

    public static string ThemeDark => "Dark";

    public static string Reconnecting => "Connection lost. Reconnecting…";

    public static string ReconnectNow => "Try now";

    public static string SomethingFailed => "Something went wrong on this page.";

    public static string SomethingFailedHint => "Nothing that was measured is lost. Load the page again; if it keeps happening, the server's log says why.";

    public static string Reload => "Load again";

    public static string NotFoundTitle => "Nothing grows here";

    public static string NotFoundHint => "There is no page at this address, or it is not yours. It may have been deleted.";

    public static string BackToPlants => "Back to your plants";

    public static string StaleTitle => "That page was open too long";

    public static string StaleHint => "The form is no longer valid. Go back to it, and send it again.";

    public static string ErrorTitle => "That did not work";

    public static string Administrator => "Administrator";

    public static string SignedInAs => "Signed in as";

    public static string AppearanceHint => "Kept in this browser.";

    public static string Title(string page) => $"{page} · {Product}";
}
