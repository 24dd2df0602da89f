namespace PlantCare.Standalone.Tls;

/// <summary>The section <c>Tls</c> of the home edition: the certificate for the dashboard, Api and devices. Nothing is encrypted without one.</summary>
public sealed class TlsSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Tls";

    /// <summary>A file with the certificate, and those between it and its root: PEM, or PFX by its name's end (<c>.pfx</c>, <c>.p12</c>).</summary>
    public string? Certificate { get; set; }

    /// <summary>A PEM file with the certificate's key, where that is a file of its own.</summary>
    public string? Key { get; set; }

    /// <summary>What opens the PFX file or the key.</summary>
    public string? Password { get; set; }

    /// <summary>Makes a certificate of its own where none is named, once, and keeps it in the data folder.</summary>
    public bool Generate { get; set; }
}
