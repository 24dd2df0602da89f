using System.Text.Json.Serialization;

namespace PlantCare.Contracts.Auth;

/// <summary>The second factor of a sign-in: one of the two.</summary>
/// <param name="Code">What the authenticator shows: six digits, good once.</param>
/// <param name="RecoveryCode">One of the recovery codes, good once.</param>
public sealed record SecondFactor(string? Code = null, string? RecoveryCode = null);

/// <summary>What <c>POST /auth/login</c> takes in full. Identity's own endpoints speak camelCase.</summary>
/// <param name="Email">The account's e-mail address.</param>
/// <param name="Password">Its password.</param>
/// <param name="TwoFactorCode">What the authenticator shows, where a second factor is on.</param>
/// <param name="TwoFactorRecoveryCode">A recovery code in its place.</param>
public sealed record LoginMessage(
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("password")] string Password,
    [property: JsonPropertyName("twoFactorCode")] string? TwoFactorCode,
    [property: JsonPropertyName("twoFactorRecoveryCode")] string? TwoFactorRecoveryCode);

/// <summary>What <c>POST /auth/manage/2fa</c> takes; empty to learn how things are, and the key while the second factor is off.</summary>
/// <param name="Enable">True to turn it on, with a code that shows that the authenticator has the key.</param>
/// <param name="TwoFactorCode">That code.</param>
/// <param name="ResetSharedKey">Makes another key, while the second factor is off.</param>
public sealed record TwoFactorChange(
    [property: JsonPropertyName("enable")] bool? Enable = null,
    [property: JsonPropertyName("twoFactorCode")] string? TwoFactorCode = null,
    [property: JsonPropertyName("resetSharedKey")] bool ResetSharedKey = false);

/// <summary>What <c>POST /auth/manage/2fa</c> answers.</summary>
/// <param name="SharedKey">The key for the authenticator, Base32; empty once the second factor is on, from when on nobody is shown it.</param>
/// <param name="RecoveryCodesLeft">How many recovery codes have not been used.</param>
/// <param name="RecoveryCodes">New recovery codes, shown this once; null when none were made.</param>
/// <param name="IsTwoFactorEnabled">Whether signing in takes a second factor.</param>
public sealed record TwoFactorStatus(
    [property: JsonPropertyName("sharedKey")] string SharedKey,
    [property: JsonPropertyName("recoveryCodesLeft")] int RecoveryCodesLeft,
    [property: JsonPropertyName("recoveryCodes")] IReadOnlyList<string>? RecoveryCodes,
    [property: JsonPropertyName("isTwoFactorEnabled")] bool IsTwoFactorEnabled)
{
    /// <summary>What an authenticator reads, as a link or as a QR code, to show codes for an account (Key Uri Format of Google Authenticator).</summary>
    /// <param name="account">The account's e-mail address, for people to tell their accounts apart by.</param>
    /// <param name="issuer">What it opens.</param>
    public string AuthenticatorUri(string account, string issuer = "PlantCare")
    {
        var (name, whose) = (Uri.EscapeDataString(issuer), Uri.EscapeDataString(account));
        return $"otpauth://totp/{name}:{whose}?secret={SharedKey}&issuer={name}&algorithm=SHA1&digits=6&period=30";
    }
}

/// <summary>What <c>DELETE /users/me/two-factor</c> and <c>POST /users/me/two-factor/recovery-codes</c> take.</summary>
/// <param name="Password">The caller's password; an account without one must have signed in within the last ten minutes.</param>
public sealed record ConfirmPasswordRequest(string? Password = null);

/// <summary>What <c>POST /users/me/two-factor/recovery-codes</c> answers.</summary>
/// <param name="RecoveryCodes">The codes, shown this once; each opens the account once in place of the authenticator's.</param>
public sealed record RecoveryCodesResponse(IReadOnlyList<string> RecoveryCodes);
