using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Shell;

/// <summary>The frame's words.</summary>
internal static class ShellWords
{
    /// <summary>The product's name, in every language.</summary>
    public const string Product = "PlantCare";

    private static readonly WordBook Book = new(typeof(ShellWords));

    public static string Description => Book.Get();

    public static string SkipToContent => Book.Get();

    public static string Navigation => Book.Get();

    public static string Overview => Book.Get();

    public static string Places => Book.Get();

    public static string Devices => Book.Get();

    public static string AddPlant => Book.Get();

    public static string Account => Book.Get();

    public static string SignOut => Book.Get();

    public static string ThemeLegend => Book.Get();

    public static string ThemeSystem => Book.Get();

    public static string ThemeLight => Book.Get();

    public static string ThemeDark => Book.Get();

    public static string Reconnecting => Book.Get();

    public static string ReconnectNow => Book.Get();

    public static string SomethingFailed => Book.Get();

    public static string SomethingFailedHint => Book.Get();

    public static string NotFoundTitle => Book.Get();

    public static string NotFoundHint => Book.Get();

    public static string BackToPlants => Book.Get();

    public static string StaleTitle => Book.Get();

    public static string StaleHint => Book.Get();

    public static string ErrorTitle => Book.Get();

    public static string Trace => Book.Get();

    public static string Administration => Book.Get();

    public static string Administrator => Book.Get();

    public static string SignedInAs => Book.Get();

    public static string AppearanceHint => Book.Get();

    public static string Title(string page) => $"{page} · {Product}";
}
