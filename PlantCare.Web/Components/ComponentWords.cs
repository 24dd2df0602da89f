namespace PlantCare.Web.Components;

/// <summary>The shared components' words.</summary>
internal static class ComponentWords
{
    public static string TryAgain => "Try again";

    public static string Cancel => "Cancel";

    public static string Copy => "Copy";

    public static string Copied => "Copied";

    public static string CopyFailed => "Copying is not allowed here. Select the text and copy it.";

    public static string SessionEnded => "Your session has ended. Sign in again to go on.";

    public static string NotFound => "It is not there any more, or it is not yours.";

    public static string TooMany => "That was too often. Wait a minute, then try again.";

    public static string ServerFailed => "PlantCare's server could not do that. Try again in a moment; nothing that was measured is lost.";

    public static string Unreachable =>
        "PlantCare's server cannot be reached right now. Readings are still being kept; this page comes back when the server does.";

    public static string CopyLabel(string what) => $"Copy {what}";
}
