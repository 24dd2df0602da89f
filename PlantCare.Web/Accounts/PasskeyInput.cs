namespace PlantCare.Web.Accounts;

/// <summary>What the form of a passkey posts.</summary>
public sealed class PasskeyInput
{
    /// <summary>The state that came with what the browser was asked.</summary>
    public string? State { get; set; }

    /// <summary>What the browser answered, as JSON.</summary>
    public string? Credential { get; set; }
}
