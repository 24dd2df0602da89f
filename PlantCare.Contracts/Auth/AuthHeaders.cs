namespace PlantCare.Contracts.Auth;

/// <summary>Headers of our own, on answers to <c>/auth</c>.</summary>
public static class AuthHeaders
{
    /// <summary>
    /// The link that a letter would hold, where no mail server is set up: in development alone, and to a caller on Api's own machine alone. A path
    /// below the dashboard, or the whole address where <c>Mail__DashboardUrl</c> says where that is.
    /// </summary>
    public const string DevelopmentLink = "X-Development-Link";
}
