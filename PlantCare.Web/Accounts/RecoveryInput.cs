namespace PlantCare.Web.Accounts;

/// <summary>What the forms post that lead back into an account.</summary>
public sealed class RecoveryInput
{
    /// <summary>The account's e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>The password from now on.</summary>
    public string? Password { get; set; }
}
