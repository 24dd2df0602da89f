namespace PlantCare.Web.Administration;

/// <summary>Where administrators' pages are.</summary>
internal static class AdminAddress
{
    /// <summary>All accounts; the first of the pages.</summary>
    public const string Users = "/admin";

    /// <summary>Who may register, and invitations.</summary>
    public const string Registration = "/admin/registration";

    /// <summary>How the system is.</summary>
    public const string System = "/admin/system";

    /// <summary>What could not be stored.</summary>
    public const string DeadLetters = "/admin/dead-letters";
}
