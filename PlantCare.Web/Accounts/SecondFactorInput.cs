namespace PlantCare.Web.Accounts;

/// <summary>What the second step of signing in posts: one of the two.</summary>
public sealed class SecondFactorInput
{
    /// <summary>What the authenticator shows.</summary>
    public string? Code { get; set; }

    /// <summary>A recovery code in its place.</summary>
    public string? RecoveryCode { get; set; }
}
