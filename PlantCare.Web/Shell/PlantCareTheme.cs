using MudBlazor;

namespace PlantCare.Web.Shell;

/// <summary>
/// What MudBlazor needs to know of our look: type and shape. Colours live in <c>wwwroot/theme.css</c>, as custom properties that switch
/// between light and dark without a script or a round trip.
/// </summary>
internal static class PlantCareTheme
{
    /// <summary>The cookie with the person's choice, <c>light</c> or <c>dark</c>; absent means as the system.</summary>
    public const string Cookie = "plantcare-theme";

    /// <summary>The theme.</summary>
    public static MudTheme Theme { get; } = Create();

    private static MudTheme Create()
    {
        string[] sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "sans-serif"];
        var theme = new MudTheme
        {
            LayoutProperties = new LayoutProperties { DefaultBorderRadius = "12px", DrawerWidthLeft = "248px" },
        };
        theme.Typography.Default.FontFamily = sans;
        theme.Typography.Default.FontSize = "1rem";
        theme.Typography.Default.LetterSpacing = "normal";
        theme.Typography.Body1.FontSize = "1rem";
        theme.Typography.Body1.LetterSpacing = "normal";
        theme.Typography.Body2.LetterSpacing = "normal";
        theme.Typography.Button.TextTransform = "none";
        theme.Typography.Button.FontSize = "1rem";
        theme.Typography.Button.FontWeight = "600";
        theme.Typography.Button.LetterSpacing = "normal";
        return theme;
    }
}
