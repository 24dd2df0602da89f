namespace PlantCare.Api.Accounts.Passkeys;

/// <summary>The section <c>Passkeys</c>.</summary>
public sealed class PasskeySettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Passkeys";

    /// <summary>
    /// The addresses of the dashboard as browsers see them, separated by semicolons: <c>https://plants.example</c>. Without any, whichever
    /// address a visitor came by, as long as it has a name and is encrypted, or is <c>localhost</c>.
    /// </summary>
    public string? Origins { get; set; }

    /// <summary>
    /// The domain that passkeys are for (WebAuthn's relying party id): the host of every origin, or what it ends with. The host of the first
    /// origin when not said.
    /// </summary>
    public string? Domain { get; set; }
}
