namespace PlantCare.Web.Accounts;

/// <summary>What the forms post.</summary>
public sealed class CredentialsInput
{
    /// <summary>The account's e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>Its password.</summary>
    public string? Password { get; set; }
}
