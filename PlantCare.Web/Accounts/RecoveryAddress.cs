namespace PlantCare.Web.Accounts;

/// <summary>Where one gets back into an account.</summary>
internal static class RecoveryAddress
{
    /// <summary>A password was forgotten.</summary>
    public const string Forgotten = "/account/forgot-password";

    /// <summary>An address is to be confirmed: the letter, and how to get another one.</summary>
    public const string Letter = "/account/letter";
}
