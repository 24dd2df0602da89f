namespace PlantCare.ServiceDefaults.Keys;

/// <summary>The section <c>Keys</c>: how the keys that protect tokens, cookies and secrets are kept where they lie.</summary>
public sealed class KeySettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Keys";

    /// <summary>
    /// The certificate that the keys are encrypted with: a PEM file with its RSA key in it, a PFX file (<c>.pfx</c>, <c>.p12</c>), or the PEM
    /// text itself. Nobody needs to have signed it, and it may be over. Without one the keys are kept as they are.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>What opens the PFX file or the key.</summary>
    public string? Password { get; set; }

    /// <summary>The one before, for keys that were encrypted with that; opened by the same password.</summary>
    public string? OldCertificate { get; set; }
}
