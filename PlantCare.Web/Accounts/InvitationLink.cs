namespace PlantCare.Web.Accounts;

/// <summary>The link with which somebody registers who was invited.</summary>
internal static class InvitationLink
{
    /// <summary>The query parameter with the invitation's token.</summary>
    public const string Parameter = "invitation";

    /// <summary>The path of the page.</summary>
    public static string Of(string token) => $"/register?{Parameter}={Uri.EscapeDataString(token)}";
}
