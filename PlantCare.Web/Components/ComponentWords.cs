using PlantCare.Contracts.Languages;

namespace PlantCare.Web.Components;

/// <summary>The shared components' words.</summary>
internal static class ComponentWords
{
    private static readonly WordBook Book = new(typeof(ComponentWords));

    public static string TryAgain => Book.Get();

    public static string Cancel => Book.Get();

    public static string Dismiss => Book.Get();

    public static string Copy => Book.Get();

    public static string Copied => Book.Get();

    public static string CopyFailed => Book.Get();

    public static string SessionEnded => Book.Get();

    public static string NotFound => Book.Get();

    public static string TooMany => Book.Get();

    public static string ServerFailed => Book.Get();

    public static string Unreachable => Book.Get();

    public static string CopyLabel(string what) => Book.Format([what]);
}
