using System.Text.Json.Serialization;

namespace PlantCare.Contracts.Auth;

/// <summary>What <c>POST /auth/register</c> and <c>POST /auth/login</c> take. Identity's own endpoints speak camelCase.</summary>
/// <param name="Email">The account's e-mail address.</param>
/// <param name="Password">Its password.</param>
public sealed record Credentials(
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("password")] string Password);

/// <summary>What <c>POST /auth/manage/info</c> takes to change the caller's password.</summary>
/// <param name="OldPassword">The password until now.</param>
/// <param name="NewPassword">The password from now on.</param>
public sealed record PasswordChange(
    [property: JsonPropertyName("oldPassword")] string OldPassword,
    [property: JsonPropertyName("newPassword")] string NewPassword);

/// <summary>What <c>POST /auth/manage/info</c> takes to have a letter sent to another address, which becomes the caller's once it is confirmed.</summary>
/// <param name="NewEmail">The address.</param>
/// <param name="OldPassword">The caller's password.</param>
public sealed record EmailChange(
    [property: JsonPropertyName("newEmail")] string NewEmail,
    [property: JsonPropertyName("oldPassword")] string OldPassword);

/// <summary>What <c>POST /auth/forgotPassword</c> and <c>POST /auth/resendConfirmationEmail</c> take.</summary>
/// <param name="Email">The account's e-mail address.</param>
public sealed record EmailAddress([property: JsonPropertyName("email")] string Email);

/// <summary>What <c>POST /auth/resetPassword</c> takes.</summary>
/// <param name="Email">The account's e-mail address.</param>
/// <param name="ResetCode">The code from the letter.</param>
/// <param name="NewPassword">The password from now on.</param>
public sealed record PasswordReset(
    [property: JsonPropertyName("email")] string Email,
    [property: JsonPropertyName("resetCode")] string ResetCode,
    [property: JsonPropertyName("newPassword")] string NewPassword);

/// <summary>What <c>POST /auth/refresh</c> takes.</summary>
/// <param name="RefreshToken">The refresh token of the last sign-in or refresh.</param>
public sealed record RefreshTokens([property: JsonPropertyName("refreshToken")] string RefreshToken);

/// <summary>What a sign-in or a refresh answers.</summary>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="AccessToken">Goes into the <c>Authorization</c> header.</param>
/// <param name="ExpiresIn">How long the access token lives, seconds.</param>
/// <param name="RefreshToken">Buys new tokens.</param>
public sealed record Tokens(
    [property: JsonPropertyName("tokenType")] string TokenType,
    [property: JsonPropertyName("accessToken")] string AccessToken,
    [property: JsonPropertyName("expiresIn")] long ExpiresIn,
    [property: JsonPropertyName("refreshToken")] string RefreshToken);

/// <summary>Who may register.</summary>
public enum RegistrationMode
{
    /// <summary>Anyone.</summary>
    Open,

    /// <summary>Whoever holds an invitation.</summary>
    Invite,

    /// <summary>Nobody.</summary>
    Closed,
}

/// <summary>What <c>GET /auth/registration</c> answers, to anyone.</summary>
/// <param name="Mode">Who may register.</param>
/// <param name="FirstAccount">Nobody has registered yet: the next account becomes the administrator, whatever the mode.</param>
public sealed record RegistrationStatus(RegistrationMode Mode, bool FirstAccount)
{
    /// <summary>Whether letters are mailed, such as to whoever has forgotten a password.</summary>
    public bool Mail { get; init; }

    /// <summary>Whether one may sign in with Telegram.</summary>
    public bool Telegram { get; init; }
}
